"""What a radio's findings and troubles are called in Indonesian."""

from collections.abc import Mapping

SETTINGS: Mapping[str, str] = {  # code of a Finding -> what it is about
    "firmware": "Versi firmware",
    "region": "Wilayah radio",
    "preset_off": "Memakai modulasi baku",
    "preset": "Modulasi",
    "channel_num": "Nomor slot frekuensi",
    "frequency_override": "Frekuensi yang dipaksakan, MHz",
    "frequency": "Frekuensi pancaran",
    "hop_limit": "Batas penerusan",
    "tx_power": "Daya pancar, dBm",
    "tx_enabled": "Pemancar hidup",
    "override_duty_cycle": "Mengabaikan batas waktu pancar",
    "channel_role": "Peran kanal 0",
    "channel": "Nama kanal",
    "key": "Kunci kanal",
    "other_channels": "Kanal lain",
    "mqtt": "MQTT",
    "mqtt_by_others": "Radio lain boleh meneruskan ke MQTT",
    "mqtt_uplink": "Kanal dikirim ke MQTT",
    "mqtt_downlink": "Kanal diisi dari MQTT",
    "role": "Peran radio",
    "position_precision": "Posisi yang disiarkan radio, bit (0 = tidak)",
    "position": "Jarak siaran posisi, detik",
    "position_smart": "Siaran posisi saat bergerak",
    "node_info": "Jarak siaran nama radio, detik",
    "telemetry": "Jarak siaran telemetri, detik",
    "public_key": "Kunci umum radio",
}

PROBLEMS: Mapping[str, str] = {  # Health.problem -> a sentence
    "unreachable": "Radio tidak bisa dihubungi. Periksa alamat, kabel dan daya.",
    "silent": "Radio tidak menjawab. Matikan dan hidupkan radio; pastikan firmware-nya Meshtastic.",
    "no_device": "Radio tidak terpasang, atau unit ini tidak boleh memakainya (grup dialout).",
    "busy": "Radio sedang dipakai program atau ponsel lain.",
    "settings": "Pengaturan radio belum benar: jalankan tagana radio check.",
    "closed": "Radio tidak dipakai.",
}
