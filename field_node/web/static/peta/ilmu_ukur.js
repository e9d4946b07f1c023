// Small geometry of the map.

const DEGREE_M = 111_320, CORNERS = 48;

/** [west, south, east, north] around the points; undefined without any. */
export function extent(points) {
  if (!points.length) return undefined;
  const lngs = points.map(([lng]) => lng), lats = points.map(([, lat]) => lat);
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
}

/** So many metres around a point, as an area. */
export function circle([lng, lat], metres) {
  const north = metres / DEGREE_M, east = north / Math.cos((lat * Math.PI) / 180);
  const ring = Array.from({ length: CORNERS + 1 }, (_, n) => {
    const turn = (2 * Math.PI * n) / CORNERS;
    return [lng + east * Math.cos(turn), lat + north * Math.sin(turn)];
  });
  return { type: "Feature", properties: { rupa: "akurasi" }, geometry: { type: "Polygon", coordinates: [ring] } };
}
