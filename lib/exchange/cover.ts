import { dayOf } from "../period.ts";
import type { Words } from "./columns.ts";
import type { Total } from "./extract.ts";
import type { ExportFormat, ExportKind } from "./input.ts";

/** What stands on the cover of an export, as its audit event keeps it: whoever holds the file can ask for it again by number. */
export type Cover = {
  /** The audit event's number; it is the export's. */
  number: number;
  /** Its hash: the head of the trail when the file left, by which a cut tail or an older copy is noticed. */
  hash: string;
  kind: ExportKind;
  format: ExportFormat;
  scope: { code: string; name: string };
  filter: Record<string, string | number>;
  basis: string;
  /** The business instant that the rows are of. */
  asOf: string;
  by: { name: string; role: string };
  rows: number;
  totals: Total[];
  /** Of the data as a CSV file, byte for byte, whatever the format: both carry the same figures. */
  sha256: string;
  demonstration: boolean;
};

// Filters whose values come from a list; the others speak for themselves.
const listed: Record<string, string> = { list: "export.list", source: "funding.source", stage: "funding.stage", approvedOnly: "export.rowsOf" };

/** The cover in words, label and value; the totals apart, because they are numbers. */
export function coverLines(cover: Cover, words: Words, at: (instant: string) => string): [string, string][] {
  const filters = Object.entries(cover.filter).filter(([name]) => name !== "node");
  const inWords = filters.map(
    ([name, value]) => `${words(`export.filter.${name}`)}${words("app.colon")}${name in listed ? words(`${listed[name]}.${value}`) : value}`,
  );
  return [
    [words("export.cover.content"), words(`export.kind.${cover.kind}`)],
    [words("export.cover.number"), String(cover.number)],
    [words("export.cover.scope"), `${cover.scope.name} ${cover.scope.code}`],
    [words("export.cover.filter"), inWords.length > 0 ? inWords.join("；") : words("export.cover.noFilter")],
    [words("export.cover.basis"), words(cover.basis)],
    [words("export.cover.unit"), words("export.cover.unitYuan")],
    [words("export.cover.asOf"), at(cover.asOf)],
    [words("export.cover.by"), `${cover.by.name} (${words(`role.${cover.by.role}`)})`],
    [words("export.cover.rows"), String(cover.rows)],
    [words("export.cover.sha256"), cover.sha256],
    [words("export.cover.head"), `${cover.number} ${cover.hash}`],
    [words("export.cover.verify"), words("export.cover.verifyHow")],
  ];
}

export const totalLabel = (cover: Pick<Cover, "kind">, total: Total, words: Words): string =>
  `${words("export.cover.total")}${words("app.colon")}${words(`export.total.${cover.kind}.${total.key}`)}${total.kind === "fen" ? ` (${words("unit.yuan")})` : ""}`;

/** guatu-funding-350212000000-20161231-000123.csv, and the same in the reader's words. */
export function fileNameOf(cover: Cover, words: Words): { ascii: string; full: string } {
  const day = String(cover.filter.asOf ?? dayOf(new Date(cover.asOf)));
  const tail = `${day.replaceAll("-", "")}-${String(cover.number).padStart(6, "0")}.${cover.format}`;
  const plain = (text: string) => text.replace(/[\\/:*?"<>|\s]+/g, "");
  return {
    ascii: `guatu-${cover.kind}-${cover.scope.code}-${tail}`,
    full: [words("app.name"), words(`export.kind.${cover.kind}`), cover.scope.name].map(plain).concat(tail).join("-"),
  };
}
