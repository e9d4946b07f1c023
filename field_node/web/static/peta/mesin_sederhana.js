// The map drawn by Leaflet, for tablets without WebGL 2: the coast as lines of less detail, pictures out of PMTiles, names as text.

import { color, corners, LARGEST, loadScript, loadStyle } from "./mesin.js";

const LAYERS = [["land", "--darat"], ["lake", "--danau"], ["island", "--darat"]];
const WIDTH = 8, HEIGHT = 20, MOST = 40;
/** Pixels of a letter and of a line; names at a time. */
const NAMES = { 1: [4, 6], 2: [7, 9], 3: [10, 12], 4: [12, 24] };

/** Raises when the files of the map are out of reach. */
export async function open(element, { files, garis, mesin, kata, onMove }) {
  await Promise.all([loadStyle(mesin["leaflet.css"]), loadScript(mesin["leaflet.js"]), loadScript(mesin["pmtiles.js"])]);
  const chart = L.map(element, { zoomControl: false, attributionControl: false, preferCanvas: true, minZoom: 3, maxZoom: LARGEST, zoomSnap: 0.5, zoomAnimation: false, fadeAnimation: false });
  element.setAttribute("role", "region");
  element.setAttribute("aria-label", kata.peta);
  chart.setView([-2.5, 118], 5);
  L.control.scale({ imperial: false, maxWidth: 120 }).addTo(chart);
  if (files.some((file) => file.dasar)) await drawCoast(chart, garis);
  for (const file of files.filter((each) => each.gambar)) pmtiles.leafletRasterLayer(new pmtiles.PMTiles(file.source), {}).addTo(chart);
  chart.on("moveend", onMove);
  element.dataset.keadaan = "siap";
  return drawn(chart);
}

async function drawCoast(chart, address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  const topology = await answer.json(), { scale, translate } = topology.transform;
  const ring = (arc) => { let x = 0, y = 0; return arc.map(([right, up]) => [(y += up) * scale[1] + translate[1], (x += right) * scale[0] + translate[0]]); };
  for (const [name, fill] of LAYERS) {
    const rings = topology.objects[name].geometries.map(({ arcs }) => [ring(topology.arcs[arcs[0][0]])]);
    L.polygon(rings, { interactive: false, color: color("--pantai"), weight: 1, fillColor: color(fill), fillOpacity: 1, smoothFactor: 1.5 }).addTo(chart);
  }
}

function drawn(chart) {
  chart.createPane("nama").style.zIndex = 450; // above the coast, below the marks
  const marks = new Map(), lines = L.layerGroup().addTo(chart), words = L.layerGroup().addTo(chart);
  let known = [];
  const paintNames = () => showNames(chart, words, known);
  chart.on("moveend", paintNames);
  return {
    put(wanted) {
      for (const [element, mark] of marks) if (!wanted.has(element)) { mark.remove(); marks.delete(element); }
      for (const [element, [lng, lat]] of wanted) {
        const mark = marks.get(element) ?? L.marker([lat, lng], { icon: L.divIcon({ html: element, iconSize: [48, 48] }), keyboard: false });
        mark.setLatLng([lat, lng]);
        if (!marks.has(element)) mark.addTo(chart);
        marks.set(element, mark);
      }
    },
    shapes(collection) {
      lines.clearLayers();
      const style = ({ properties: { rupa } }) => (rupa === "jejak" ? { color: color("--jejak"), weight: 4, fill: false } : { color: color("--act"), weight: 2, fillOpacity: 0.18 });
      L.geoJSON(collection, { style, interactive: false }).addTo(lines);
    },
    names(collection) { known = collection.features; paintNames(); },
    box() { const box = chart.getBounds(); return [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()]; },
    middle() { const { lng, lat } = chart.getCenter(); return [lng, lat]; },
    zoom() { return chart.getZoom(); },
    fit(box) { chart.fitBounds(corners(box).map(([lng, lat]) => [lat, lng]), { paddingTopLeft: [56, 56], paddingBottomRight: [104, 72], maxZoom: 14, animate: false }); },
    go([lng, lat], zoom) { chart.setView([lat, lng], Math.max(zoom, chart.getZoom()), { animate: false }); },
    by(steps) { chart.setZoom(chart.getZoom() + steps, { animate: false }); },
    pan(east, south) { const { x, y } = chart.getSize(); chart.panBy([east * x / 3, south * y / 3], { animate: false }); },
  };
}

/** Those of the zoom and in view that cover none before them, a few: each is an element of its own. */
function showNames(chart, words, known) {
  const zoom = chart.getZoom(), box = chart.getBounds();
  words.clearLayers();
  const seen = known.filter(({ properties: { tingkat }, geometry: { coordinates: [lng, lat] } }) => zoom >= NAMES[tingkat][0] && zoom <= NAMES[tingkat][1] && box.contains([lat, lng]));
  const taken = [];
  for (const { properties: { nama }, geometry: { coordinates: [lng, lat] } } of seen) {
    const { x, y } = chart.latLngToContainerPoint([lat, lng]), half = nama.length * WIDTH / 2;
    if (taken.length === MOST || taken.some((other) => Math.abs(other.y - y) < HEIGHT && Math.abs(other.x - x) < half + other.half)) continue;
    taken.push({ x, y, half });
    const html = document.createElement("span");
    html.textContent = nama;
    L.marker([lat, lng], { icon: L.divIcon({ html, className: "nama-wilayah", iconSize: null }), pane: "nama", interactive: false, keyboard: false }).addTo(words);
  }
}
