"""The simulated air: one seeded model of many radios, in virtual time or behind devices in real time."""
