import { localeOf } from "#app/_server/i18n/locale.ts";
import { translateIn } from "#app/_server/i18n/locale-messages.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { sentenceTranslator } from "#app/_server/i18n/translator.ts";
import { type Column, Table } from "#app/_ui/table.tsx";
import { formatFen } from "#lib/core/money.ts";
import type { Field } from "#lib/imports/forms/sheet-form.ts";
import {
  type Class,
  changedBy,
  type DiffCell,
  type DiffRow,
  isTakeable,
  type Value,
} from "#lib/imports/rules/diff.ts";
import { writtenAs } from "#lib/imports/rules/template.ts";
import "./rows-table.css";

export const signs: Record<Class, string> = {
  foreign: "✕",
  error: "!",
  conflict: "⇄",
  changed: "→",
  new: "+",
  same: "=",
};

type Props = { rows: DiffRow[]; fields: Field[]; choosable: boolean; taken: ReadonlySet<number> | null };

/** The rows of a file, each cell as what it is; those that can be taken over with a box. */
export async function RowsTable({ rows, fields, choosable, taken }: Props) {
  const t = await getTranslations("intake");
  const say = await sentenceTranslator();
  const words = translateIn(await localeOf());
  const used = new Set(
    rows.flatMap((row) => row.cells.filter((cell) => cell.at !== "").map((cell) => cell.field)),
  );
  const columns = fields.filter((field) => used.has(field.key) && !field.identifies);
  const shown = (field: Field, value: Value) => {
    if (value === null) return t("nothing");
    if (field.kind === "amount") return formatFen(Number(value));
    return field.kind === "percent" ? `${Number(value) / 100}%` : String(writtenAs(field, value, words));
  };
  const columnOf = (field: Field): Column<DiffRow> => {
    const cellOf = ({ cells }: DiffRow) => cells.find((each) => each.field === field.key);
    return {
      kind: field.kind === "amount" ? "fen" : field.kind === "percent" ? "percent" : "text",
      head: field.heading(words),
      ...(field.kind === "amount" && { unit: words("unit.yuan") }),
      look: (row) => {
        const cell = cellOf(row);
        return cell && `intake-cell intake-${cell.class}`;
      },
      cell: (row) => {
        const cell = cellOf(row);
        return cell ? <CellOf cell={cell} shown={(value) => shown(field, value)} say={say} /> : "";
      },
    };
  };
  return (
    <Table
      label={t("preview")}
      box="intake-scroll"
      sticky="head"
      look="intake-rows"
      rows={rows}
      rowKey={({ line }) => line}
      row={(row) => ({ "data-class": row.class })}
      columns={[
        choosable && { kind: "act", head: t("choose"), cell: (row) => isTakeable(row) && <Box row={row} /> },
        { kind: "count", head: t("column.line"), look: "text-ink-3", cell: "line" },
        {
          kind: "name",
          head: t("about"),
          look: "min-w-28",
          cell: ({ label, problem }) => (
            <>
              {label}
              {problem && <span className="intake-problem">{say(problem)}</span>}
            </>
          ),
        },
        {
          kind: "line",
          head: t("classIs"),
          cell: (row) => <ClassOf row={row} taken={taken} />,
        },
        ...columns.map(columnOf),
      ]}
    />
  );
}

/** What a row is beside what stands; of a file that was taken over, whether this one was. */
async function ClassOf({ row, taken }: { row: DiffRow; taken: Props["taken"] }) {
  const t = await getTranslations("intake");
  return (
    <>
      <span className={`intake-class intake-${row.class}`}>
        <span aria-hidden="true">{signs[row.class]}</span> {t(`class.${row.class}`)}
      </span>
      {taken && isTakeable(row) && (
        <span className="block text-[12px] text-ink-2">
          {t(taken.has(row.line) ? "result.taken" : "result.left")}
        </span>
      )}
    </>
  );
}

/** The box that takes a row over; one that would overwrite what somebody changed starts empty. */
async function Box({ row }: { row: DiffRow }) {
  const t = await getTranslations("intake");
  const conflicts = row.class === "conflict";
  return (
    <label className="flex min-h-6 items-center gap-1.5">
      <input
        type="checkbox"
        name="rows"
        value={row.line}
        defaultChecked={!conflicts}
        data-conflict={conflicts ? "yes" : undefined}
        className="size-4"
        aria-label={t(conflicts ? "takeMineOf" : "takeOf", { line: row.line, name: row.label })}
      />
      {conflicts && <span className="text-[12px] whitespace-nowrap text-warn">{t("takeMine")}</span>}
    </label>
  );
}

type CellProps = {
  cell: DiffCell;
  shown: (value: Value) => string;
  say: Awaited<ReturnType<typeof sentenceTranslator>>;
};

function CellOf({ cell, shown: shownAs, say }: CellProps) {
  const shown = (value: Value) =>
    cell.words !== undefined && value === cell.given ? cell.words : shownAs(value);
  if (cell.class === "same" || cell.class === "foreign")
    return <span className="text-ink-3">{cell.given === null ? cell.shown : shown(cell.given)}</span>;
  if (cell.class === "error") {
    return (
      <>
        <b className="font-semibold">{cell.given === null ? cell.shown : shown(cell.given)}</b>
        {cell.problem && <span className="intake-problem">{say(cell.problem)}</span>}
      </>
    );
  }
  if (cell.class === "new") return <b className="font-semibold">{shown(cell.given)}</b>;
  return (
    <>
      <del className="text-ink-2 no-underline">{shown(cell.now)}</del> <span aria-hidden="true">→</span>{" "}
      <ins className="font-semibold no-underline">{shown(cell.given)}</ins>
      {cell.class === "conflict" && <span className="intake-problem">{say(changedBy(cell))}</span>}
    </>
  );
}
