import { readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";
import { exportFormats, exportKinds, filterOf } from "#lib/exports/input.ts";
import { description } from "./_description.ts";

const here = import.meta.dirname;
const routes = readdirSync(here, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.name === "route.ts")
  .map((entry) => `/api/${dirname(relative(here, join(entry.parentPath, entry.name)))}`);
const files = exportKinds.flatMap((kind) =>
  exportFormats.map((format) => `/api/v1/export/${kind}.${format}`),
);

test("every route is described, and nothing that is not there", () => {
  const served = routes.flatMap((route) => (route === "/api/v1/export/[file]" ? files : [route]));
  expect(Object.keys(description.paths).toSorted()).toEqual(served.toSorted());
});

test("every reference leads somewhere, and every schema is used", () => {
  const text = JSON.stringify(description);
  const used = new Set([...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name));
  expect([...used].toSorted()).toEqual(Object.keys(description.components.schemas).toSorted());
});

test("an export is described with every parameter that it reads", () => {
  const inner = new Set(["person", "subjectType", "subject"]); // the trail's screen narrows further than a machine needs
  const paths = description.paths as unknown as Record<string, { get: { parameters: { name: string }[] } }>;
  for (const kind of exportKinds) {
    const read = Object.keys(filterOf[kind].shape).filter((name) => !inner.has(name));
    const said = paths[`/api/v1/export/${kind}.csv`]?.get.parameters ?? [];
    expect([kind, said.map(({ name }) => name).toSorted()]).toEqual([kind, [...read, "lang"].toSorted()]);
  }
});

test("a figure is described with every parameter that it heeds", () => {
  const paths = description.paths as unknown as Record<string, { get: { parameters: { name: string }[] } }>;
  const look = ["node", "asOf", "approvedOnly"];
  const paging = ["limit", "cursor"];
  const heeded = {
    "/api/v1/board": [...look, "year", "basis"],
    "/api/v1/villages": [...look, "year", "basis", ...paging],
    "/api/v1/projects": ["node", "asOf", "level", ...paging],
    "/api/v1/funding": [
      ...look,
      "year",
      "source",
      "stage",
      "list",
      "project",
      "from",
      "to",
      "groupBy",
      ...paging,
    ],
  };
  for (const [path, names] of Object.entries(heeded)) {
    expect([path, paths[path]?.get.parameters.map(({ name }) => name).toSorted()]).toEqual([
      path,
      names.toSorted(),
    ]);
  }
});

test("the API only reads", () => {
  for (const methods of Object.values(description.paths)) expect(Object.keys(methods)).toEqual(["get"]);
});
