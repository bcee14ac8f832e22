import type { ReactNode } from "react";
import { Name } from "#app/_parts/division/name.tsx";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import { rowsOf } from "#app/_ui/row-count.ts";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { both, type Column, none, Table } from "#app/_ui/table.tsx";
import { widthOf } from "#app/(desk)/board/sections/bar.ts";
import type { Drill } from "#app/(desk)/board/sections/drill-links.ts";
import { shared } from "#app/(desk)/board/sections/views.tsx";
import type { RankedRow, Ranking } from "#lib/board/queries/ranking.ts";
import type { Figures } from "#lib/board/rules/figures.ts";
import { isWide } from "#lib/board/rules/levels.ts";
import type { MonthClass } from "#lib/board/rules/month-classes.ts";
import { isComplete } from "#lib/board/rules/ranking.ts";
import { countOf, lightsOf } from "#lib/board/rules/tally.ts";
import { ratio } from "#lib/core/percent.ts";
import "./ranking.css";

type Props = { ranking: Ranking; drill: Drill; query: Query };

/** A row, or the sum of all rows, with where it is. */
type Place = { figures: Figures; at: { code: string }; row?: RankedRow };

/** A row a town with its place, how that moved, and every figure that the rule looks at. */
export async function PlacesTable({ ranking, drill, query }: Props) {
  const t = await getTranslations("ranking");
  const { node, rows, totals } = ranking;
  return (
    <section className="sheet min-w-0 pb-1">
      <Table
        label={t("label")}
        sticky="first"
        rows={rows.map((row): Place => ({ figures: row, at: row.division, row }))}
        rowKey={({ at }) => at.code}
        total={node.level === "town" ? undefined : { figures: totals, at: node }}
        columns={[
          await nameColumn(ranking, query, drill),
          ranking.before && {
            kind: "line",
            head: t("move"),
            cell: ({ row }) => row && <Move row={row} />,
          },
          ...(await figureColumns(ranking, drill)),
          await reportColumn(ranking, query, drill),
          ...(await lightColumns(drill)),
        ]}
      />
    </section>
  );
}

async function nameColumn({ node }: Ranking, query: Query, drill: Drill): Promise<Column<Place, Place>> {
  const t = await getTranslations("ranking");
  const ranks = node.level !== "town";
  const total = (await getTranslations("app"))("total");
  return {
    kind: "name",
    look: "whitespace-nowrap",
    head: (
      <>
        {ranks && <span className="place font-medium!">{t("place")}</span>}
        {t(isWide(node) ? "division" : "town")}
      </>
    ),
    cell: ({ row }) =>
      row && (
        <>
          {ranks && <span className="place">{row.place ?? none()}</span>}
          <Link
            href={
              isWide(node)
                ? withQuery("/board/ranking", shared(query), { node: row.division.code })
                : drill.board(row.division)
            }
          >
            <Name of={row.division.shortName} />
          </Link>
          {ranks && row.place === null && row.villages > 0 && (
            <small className="block pl-9 text-ink-3">{t("noPlace")}</small>
          )}
        </>
      ),
    sum: () => (
      <>
        <span className="place" />
        {total}
      </>
    ),
  };
}

async function Move({ row: { place, placeBefore } }: { row: RankedRow }) {
  const t = await getTranslations("ranking");
  if (place === null) return none();
  if (placeBefore === null) return <span className="text-ink-3">{t("wasNone")}</span>;
  const up = placeBefore - place;
  if (up === 0) return <span className="text-ink-2">＝ {t("same")}</span>;
  return up > 0 ? (
    <span className="text-ok">↑ {t("up", { count: up })}</span>
  ) : (
    <span className="text-bad">↓ {t("down", { count: -up })}</span>
  );
}

/** How many met their target, and what those that did not still lack; "—" where there are no villages. */
async function figureColumns({ node }: Ranking, drill: Drill): Promise<Column<Place, Place>[]> {
  const t = await getTranslations("ranking");
  const unit = (await getTranslations("unit"))(await unitOf());
  const known = (cell: (figures: Figures, at: { code: string }) => ReactNode) =>
    both(({ figures, at }: Place) => (figures.villages === 0 ? none() : cell(figures, at)));
  const columns: Column<Place, Place>[] = [
    {
      kind: "count",
      head: `${t("met")} / ${t("villages")}`,
      ...known(({ met, villages }, at) => (
        <>
          <Link href={drill.villages({ met: "yes" }, at)}>{met}</Link> /{" "}
          <Link href={drill.villages({}, at)}>{villages}</Link>
        </>
      )),
    },
    {
      kind: "count",
      head: `① ${t("rate")}`,
      ...known(({ met, villages }) => (
        <>
          <span className="bar no-print mr-2 inline-block w-16 align-[1px] max-lg:hidden">
            <i style={{ width: widthOf(met, villages) }} />
          </span>
          {ratio(met, villages)}
        </>
      )),
    },
    {
      kind: "count",
      head: `② ${t("gap")}`,
      unit,
      ...known(({ gapFen }, at) => (
        <Link href={`${drill.villages({ met: "no" }, at)}&sort=-gap`}>
          <Money fen={gapFen} lineFen={0} />
        </Link>
      )),
    },
  ];
  if (isWide(node)) return columns;
  const attained = known(({ attainedFen, targetFen }) => (
    <>
      {ratio(attainedFen ?? 0, targetFen)}
      <small className="block whitespace-nowrap text-ink-3">
        <Money fen={attainedFen} />/<Money fen={targetFen} />
      </small>
    </>
  ));
  return [...columns, { kind: "count", head: t("attained"), unit, ...attained }];
}

async function reportColumn(ranking: Ranking, query: Query, drill: Drill): Promise<Column<Place, Place>> {
  const t = await getTranslations("ranking");
  const month = (await getTranslations("board.curve"))("monthName", {
    month: Number(ranking.month.slice(5)),
  });
  const rows = rowsOf(ranking.view);
  return {
    head: `③ ${t("report", { month, rows })}`,
    look: "phone:min-w-64 max-phone:whitespace-nowrap",
    cell: ({ row, at }) =>
      row && (
        <Reported
          row={row}
          rows={rows}
          heat={(of) => withQuery("/board/heat", shared(query), { node: at.code, class: of })}
          drill={drill}
        />
      ),
    sum: ({ figures }) => `${figures.posted}/${figures.villages}`,
  };
}

const listed = 8;

async function Reported({
  row,
  rows,
  heat,
  drill,
}: {
  row: RankedRow;
  rows: string;
  heat: (of: MonthClass) => string;
  drill: Drill;
}) {
  const t = await getTranslations("ranking");
  const comma = (await getTranslations("board"))("comma");
  if (row.villages === 0) return <span className="text-ink-3">{t("noVillages")}</span>;
  if (isComplete(row)) {
    return (
      <span className="text-ok">
        ● {row.posted}/{row.villages} {t("complete", { rows })}
      </span>
    );
  }
  // Above the county only the counts are known.
  const parts = [
    { reported: true, count: rows === "approved" ? row.filed.reported - row.filed.approved : 0 },
    { reported: false, count: row.villages - row.filed.reported },
  ].filter(({ count }) => count > 0);
  return (
    <span className="text-mute [&_a]:underline">
      ○ {row.posted}/{row.villages}
      {" · "}
      {parts.map(({ reported, count }) => {
        const named = row.missing.filter((village) => village.reported === reported);
        const of = { count, reported: String(reported) };
        const all = heat(reported ? "waiting" : "noData");
        return (
          <span key={of.reported} className="max-phone:mr-2 phone:block">
            {/* A phone has no room for names: the count leads to them. */}
            <Link href={all} className={named.length > 0 ? "phone:hidden" : ""}>
              {t("missingOnly", of)}
            </Link>
            {named.length > 0 && <span className="max-phone:hidden">{t("missingCount", of)}</span>}
            {named.slice(0, listed).map((village, at) => (
              <span key={village.id} className="max-phone:hidden">
                {at > 0 && comma}
                <Link href={drill.village(village.id)}>
                  <Name of={village.name} />
                </Link>
              </span>
            ))}
            {named.length > listed && (
              <span className="max-phone:hidden">
                {" "}
                <Link href={all}>{t("more")}</Link>
              </span>
            )}
          </span>
        );
      })}
    </span>
  );
}

async function lightColumns(drill: Drill): Promise<Column<Place, Place>[]> {
  const t = await getTranslations("ranking");
  const counted = (count: (figures: Figures) => number, href: (at: { code: string }) => string, look = "") =>
    both(({ figures, at }: Place) =>
      count(figures) > 0 ? (
        <Link href={href(at)} className={look}>
          {count(figures)}
        </Link>
      ) : (
        none()
      ),
    );
  const lit = (light: "red" | "yellow", look: string): Column<Place, Place> => ({
    kind: "count",
    head: <LightMark light={light} />,
    ...counted(
      ({ projects }) => lightsOf(projects.once)[light],
      (at) => drill.projects({ counts: light }, at),
      look,
    ),
  });
  return [
    {
      kind: "count",
      head: t("projects"),
      ...counted(
        ({ projects }) => countOf(lightsOf(projects.once)),
        (at) => drill.projects({}, at),
      ),
    },
    lit("red", "text-bad!"),
    lit("yellow", "text-warn!"),
  ];
}
