// The map drawn by MapLibre: tiles out of PMTiles files, lines and names above them. Needs WebGL 2.

import { addProtocol, Map as Chart, Marker, ScaleControl } from "../vendor/peta/maplibre-gl.mjs";
import { color, corners, loadScript, LARGEST } from "./mesin.js";

const NAMES = [[1, 3, 6.5, 15], [2, 6, 9.5, 14], [3, 9, 13, 13], [4, 11.5, 24, 12]];
/** Level of an area; the zooms between which its name is shown; its size. */
const NAMED = ["nama", "name", "NAMA", "NAME"];

/** Raises when this browser cannot draw. */
export async function open(element, { files, mesin, kata, onMove }) {
  await loadScript(mesin["pmtiles.js"]);
  const protocol = new pmtiles.Protocol({ metadata: true });
  addProtocol("pmtiles", protocol.tile);
  const style = await styleOf(files, protocol);
  const chart = new Chart({
    container: element, style, minZoom: 3, maxZoom: LARGEST, renderWorldCopies: false, fadeDuration: 0, attributionControl: false,
    dragRotate: false, pitchWithRotate: false, touchPitch: false, bounds: [95, -11, 141, 6], locale: { "Map.Title": kata.peta },
  });
  chart.touchZoomRotate.disableRotation();
  chart.keyboard.disableRotation();
  chart.addControl(new ScaleControl({ maxWidth: 120, unit: "metric" }), "bottom-left");
  await new Promise((done) => { chart.once("load", done); });
  for (const [id, data] of [["luas", empty()], ["nama", empty()]]) chart.addSource(id, { type: "geojson", data });
  for (const layer of own()) chart.addLayer(layer);
  chart.on("moveend", onMove);
  chart.on("idle", () => { element.dataset.keadaan = "siap"; });
  return drawn(chart);
}

const empty = () => ({ type: "FeatureCollection", features: [] });

function drawn(chart) {
  const marks = new Map();
  return {
    put(wanted) {
      for (const [element, mark] of marks) if (!wanted.has(element)) { mark.remove(); marks.delete(element); }
      for (const [element, at] of wanted) {
        const mark = marks.get(element) ?? new Marker({ element });
        mark.setLngLat(at);
        if (!marks.has(element)) mark.addTo(chart);
        marks.set(element, mark);
      }
    },
    shapes(collection) { chart.getSource("luas").setData(collection); },
    names(collection) { chart.getSource("nama").setData(collection); },
    box() { return chart.getBounds().toArray().flat(); },
    middle() { return chart.getCenter().toArray(); },
    zoom() { return chart.getZoom(); },
    fit(box) { chart.fitBounds(corners(box), { padding: { top: 56, left: 56, bottom: 72, right: 104 }, maxZoom: 14, duration: 0 }); },
    go(at, zoom) { chart.jumpTo({ center: at, zoom: Math.max(zoom, chart.getZoom()) }); },
    by(steps) { chart.jumpTo({ zoom: chart.getZoom() + steps }); },
    pan(east, south) { const { clientWidth: w, clientHeight: h } = chart.getContainer(); chart.panBy([east * w / 3, south * h / 3], { duration: 0 }); },
  };
}

/** Those that can be read now, on this tablet or from the unit. Raises when none can. */
async function reached(files) {
  const found = await Promise.all(files.map((file) => new pmtiles.PMTiles(file.source).getHeader().then(() => file, () => undefined)));
  if (!found.some(Boolean)) throw new Error("no map file within reach");
  return found.filter(Boolean);
}

async function styleOf(files, protocol) {
  const style = { version: 8, sources: {}, layers: [{ id: "laut", type: "background", paint: { "background-color": color("--laut") } }] };
  for (const [n, file] of (await reached(files)).entries()) {
    const archive = new pmtiles.PMTiles(file.source), id = `berkas-${n}`;
    protocol.add(archive);
    style.sources[id] = { type: file.gambar ? "raster" : "vector", url: `pmtiles://${file.source.getKey()}`, ...(file.gambar ? { tileSize: 256 } : {}) };
    style.layers.push(...(file.dasar ? base(id) : file.gambar ? [{ id, type: "raster", source: id }] : await generic(id, archive)));
  }
  return style;
}

function base(source) {
  const fill = (layer, name) => ({ id: `${layer}-isi`, type: "fill", source, "source-layer": layer, paint: { "fill-color": color(name) } });
  const line = (layer) => ({ id: `${layer}-tepi`, type: "line", source, "source-layer": layer, paint: { "line-color": color("--pantai"), "line-width": 1.2 } });
  return [fill("land", "--darat"), fill("lake", "--danau"), fill("island", "--darat"), line("land"), line("lake")];
}

/** Any file of an operator: areas, lines, points and names of each of its layers, without knowing what they mean. */
async function generic(source, archive) {
  const { vector_layers: layers = [] } = await archive.getMetadata();
  return layers.flatMap(({ id, fields = {} }) => {
    const given = (kind, type, rest) => ({ id: `${source}-${id}-${type}`, type, source, "source-layer": id, ...(kind ? { filter: ["==", ["geometry-type"], kind] } : {}), ...rest });
    const field = NAMED.find((each) => each in fields);
    return [
      given("Polygon", "fill", { paint: { "fill-color": color("--pantai"), "fill-opacity": 0.12 } }),
      given("", "line", { paint: { "line-color": color("--tepi"), "line-width": 1.2, "line-opacity": 0.7 } }),
      given("Point", "circle", { paint: { "circle-radius": 3, "circle-color": color("--tepi") } }),
      ...(field ? [given("", "symbol", { layout: text(["get", field], 12), paint: halo() })] : []),
    ];
  });
}

/** What comes from the records: how sure a position is, the road of today, names of areas. */
function own() {
  const of = (kind) => ["==", ["get", "rupa"], kind];
  return [
    { id: "akurasi", type: "fill", source: "luas", filter: of("akurasi"), paint: { "fill-color": color("--act"), "fill-opacity": 0.18 } },
    { id: "akurasi-tepi", type: "line", source: "luas", filter: of("akurasi"), paint: { "line-color": color("--act"), "line-width": 2 } },
    { id: "jejak", type: "line", source: "luas", filter: of("jejak"), layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-color": color("--jejak"), "line-width": 4 } },
    ...NAMES.map(([level, minzoom, maxzoom, size]) => ({
      id: `nama-${level}`, type: "symbol", source: "nama", minzoom, maxzoom, filter: ["==", ["get", "tingkat"], level], layout: text(["get", "nama"], size), paint: halo(),
    })),
  ];
}

const text = (field, size) => ({ "text-field": field, "text-size": size, "text-font": ["sans-serif"], "text-padding": 6 });
const halo = () => ({ "text-color": color("--ink"), "text-halo-color": color("--paper"), "text-halo-width": 1.6 });
