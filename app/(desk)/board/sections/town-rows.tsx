import type { ReactNode } from "react";
import { Name } from "#app/_parts/division/name.tsx";
import { incomeWord } from "#app/_parts/income/income-label.ts";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import { rowsOf } from "#app/_ui/row-count.ts";
import { both, type Column, none, Table } from "#app/_ui/table.tsx";
import { ShareOfYear } from "#app/(desk)/funding/sections/carry-over.tsx";
import type { Board, BoardRow } from "#lib/board/queries/board.ts";
import { districtMoney, type Figures } from "#lib/board/rules/figures.ts";
import { countOf, lightsOf } from "#lib/board/rules/tally.ts";
import { ratio } from "#lib/core/percent.ts";
import { widthOf } from "./bar.ts";
import type { Drill } from "./drill-links.ts";

type Props = { board: Board; drill: Drill };

/** A row, or the sum of all rows, with where it is. */
type Place = { figures: Figures; at: BoardRow["division"]; row?: BoardRow };

/** A row a town, or a county of a city: its place, its villages, projects and money, its reports. */
export async function TownRows({ board, drill }: Props) {
  const t = await getTranslations();
  const month = t("board.curve.monthName", { month: Number(board.month.slice(5)) });
  const ranks = board.node.level === "county";
  const rows = rowsOf(board.view);
  const title = t(ranks ? "board.rank.title" : "board.rank.divisionsTitle");
  return (
    <>
      <div className="sheet-head mb-2">
        <h2>{title}</h2>
        {ranks && <span className="note">{t("board.rank.rule", { month, rows })}</span>}
      </div>
      <Table
        label={title}
        rows={board.rows.map((row): Place => ({ figures: row, at: row.division, row }))}
        rowKey={({ at }) => at.id}
        total={{ figures: board.totals, at: board.node }}
        columns={[
          ranks && { kind: "count", head: t("board.rank.place"), cell: ({ row }) => row?.place ?? none() },
          {
            kind: "name",
            head: t(ranks ? "board.rank.town" : "board.rank.division"),
            cell: ({ at }) => <Name of={at.shortName} />,
            href: ({ at }) => drill.board(at),
            sum: () => t("app.total"),
          },
          ...(await villageColumns(drill)),
          ...(await projectColumns(drill)),
          ...(await moneyColumns(drill)),
          {
            head: t("board.rank.report", { month }),
            cell: ({ figures }) => <Reported figures={figures} rows={rows} />,
            sum: ({ figures: { posted, villages } }) =>
              board.towns.due > 0 ? `${board.towns.complete}/${board.towns.due}` : `${posted}/${villages}`,
          },
        ]}
      />
    </>
  );
}

/** A count that leads to what it counts; "—" for none. */
const counted = (count: number, href: string, look = "") =>
  count > 0 ? (
    <Link href={href} className={look}>
      {count}
    </Link>
  ) : (
    none()
  );

/** How many villages met their target, their income, and what those that did not still lack. */
async function villageColumns(drill: Drill): Promise<Column<Place, Place>[]> {
  const t = await getTranslations("board.rank");
  const unit = (await getTranslations("unit"))(await unitOf());
  const known = (cell: (figures: Figures, at: Place["at"]) => ReactNode) =>
    both(({ figures, at }: Place) => (figures.villages === 0 ? none() : cell(figures, at)));
  return [
    {
      kind: "count",
      head: t("villages"),
      ...both(({ figures, at }: Place) => counted(figures.villages, drill.villages({}, at))),
    },
    {
      kind: "count",
      head: t("met"),
      ...known(({ met }, at) => <Link href={drill.villages({ met: "yes" }, at)}>{met}</Link>),
    },
    {
      kind: "count",
      head: t("rate"),
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
      kind: "fen",
      head: (await incomeWord()).heading,
      unit,
      ...known(({ operatingFen, targetFen }, at) => (
        <Link href={drill.income(at)}>
          <Money fen={operatingFen} lineFen={targetFen} />
        </Link>
      )),
    },
    {
      kind: "fen",
      head: t("gap"),
      unit,
      ...known(({ gapFen }, at) => (
        <Link href={`${drill.villages({ met: "no" }, at)}&sort=-gap`}>
          <Money fen={gapFen} lineFen={0} />
        </Link>
      )),
    },
  ];
}

async function projectColumns(drill: Drill): Promise<Column<Place, Place>[]> {
  const t = await getTranslations("board.rank");
  const lit = (light: "yellow" | "red", look: string): Column<Place, Place> => ({
    kind: "count",
    head: <LightMark light={light} short />,
    ...both(({ figures, at }: Place) =>
      counted(lightsOf(figures.projects.once)[light], drill.projects({ counts: light }, at), look),
    ),
  });
  return [
    {
      kind: "count",
      head: t("projects"),
      ...both(({ figures, at }: Place) =>
        counted(countOf(lightsOf(figures.projects.once)), drill.projects({}, at)),
      ),
    },
    lit("yellow", "text-warn!"),
    lit("red", "text-bad!"),
  ];
}

/** The district's money: what of the year's allotment was disbursed, and what was spent. */
async function moneyColumns(drill: Drill): Promise<Column<Place, Place>[]> {
  const t = await getTranslations();
  const share = (part: "disburse" | "spend") =>
    both(({ figures, at }: Place) => {
      const money = districtMoney(figures.funding);
      if (money.allot === 0) return none();
      return (
        <Link href={drill.funding({ source: "district" }, at)}>
          <ShareOfYear part={money[part]} whole={money.allot} apart />
        </Link>
      );
    });
  return [
    {
      kind: "percent",
      head: t("board.rank.disbursed"),
      unit: t("funding.disbursedOf"),
      ...share("disburse"),
    },
    { kind: "percent", head: t("board.rank.spent"), unit: t("funding.spentOf"), ...share("spend") },
  ];
}

async function Reported({ figures: row, rows }: { figures: Figures; rows: string }) {
  const t = await getTranslations("board.rank");
  if (row.villages === 0 && row.reports.due === 0) return <span className="text-ink-3">{t("nothing")}</span>;
  const waiting = rows === "approved" ? row.filed.reported - row.filed.approved : 0;
  const missing = {
    villages: row.villages - row.filed.reported,
    waiting,
    projects: row.reports.due - row.reports.made,
  };
  return missing.villages + missing.waiting + missing.projects === 0 ? (
    <span className="text-ok">{t("complete")}</span>
  ) : (
    <span className="text-mute">{t("missing", missing)}</span>
  );
}
