import type { ReactNode } from "react";
import { tierNames } from "#app/_parts/board/tile-map.tsx";
import { Name } from "#app/_parts/division/name.tsx";
import { incomeWord } from "#app/_parts/income/income-label.ts";
import { TierMark } from "#app/_parts/income/tier-mark.tsx";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import { rowsOf } from "#app/_ui/row-count.ts";
import { type Column, none, Table } from "#app/_ui/table.tsx";
import type { Board, BoardRow } from "#lib/board/queries/board.ts";
import { districtMoney, type Figures } from "#lib/board/rules/figures.ts";
import { isComplete } from "#lib/board/rules/ranking.ts";
import { countOf, lightsOf } from "#lib/board/rules/tally.ts";
import type { Drill } from "./drill-links.ts";

type Props = { board: Board; drill: Drill };
type Tile = Board["tiles"][number];

/** A village with its tile; or what the town's projects have that is no village's. */
type Row = { figures: Figures; row?: BoardRow; tile?: Tile | undefined };

/** A row a village of the town, those first that need most. */
export async function TownVillages({ board, drill }: Props) {
  const t = await getTranslations();
  const title = t("board.rank.villagesTitle");
  const month = t("board.curve.monthName", { month: Number(board.month.slice(5)) });
  const tiles = new Map(board.tiles.map((tile) => [tile.id, tile]));
  const rows: Row[] = board.rows
    .toSorted(byNeed)
    .map((row) => ({ figures: row, row, tile: tiles.get(row.division.id) }));
  if (board.elsewhere) rows.push({ figures: board.elsewhere });
  return (
    <>
      <div className="sheet-head mb-2">
        <h2>{title}</h2>
      </div>
      <Table
        label={title}
        sticky="first"
        rows={rows}
        rowKey={({ row }) => row?.division.id ?? "elsewhere"}
        total={board.totals}
        columns={[
          {
            kind: "name",
            head: t("board.rank.village"),
            cell: ({ row }) =>
              row ? (
                <Link href={drill.village(row.division.id)}>
                  <Name of={row.division.shortName} />
                </Link>
              ) : (
                t("board.rank.elsewhere")
              ),
            sum: () => t("app.total"),
          },
          ...(await incomeColumns(board, drill)),
          ...(await projectColumns(drill)),
          {
            head: t("board.rank.report", { month }),
            cell: ({ row }) => row && <Reported row={row} board={board} />,
            sum: ({ posted, villages }) => `${posted}/${villages}`,
          },
        ]}
      />
    </>
  );
}

/** A cell that only villages fill. */
const ofVillage =
  (cell: (row: BoardRow) => ReactNode) =>
  ({ row }: Row) =>
    row ? cell(row) : "";

const byNeed = (a: BoardRow, b: BoardRow) =>
  (a.noData - b.noData) * -1 ||
  b.gapFen - a.gapFen ||
  a.operatingFen - b.operatingFen ||
  (a.division.code < b.division.code ? -1 : 1);

/** What a village earned against its target; those without a report have no income and no gap. */
async function incomeColumns(board: Board, drill: Drill): Promise<Column<Row, Figures>[]> {
  const t = await getTranslations("board.rank");
  const unit = (await getTranslations("unit"))(await unitOf());
  const name = await tierNames(board.bands);
  return [
    {
      head: t("tier"),
      cell: ({ tile }) => tile && <TierMark tier={tile.tier} label={name(tile.tier, true)} />,
    },
    {
      kind: "fen",
      head: (await incomeWord()).heading,
      unit,
      cell: ofVillage(({ noData, division, operatingFen, targetFen }) =>
        noData > 0 ? (
          none()
        ) : (
          <Link href={drill.income(division)}>
            <Money fen={operatingFen} lineFen={targetFen} />
          </Link>
        ),
      ),
      sum: ({ operatingFen, targetFen }) => (
        <Link href={drill.income()}>
          <Money fen={operatingFen} lineFen={targetFen} />
        </Link>
      ),
    },
    {
      kind: "money",
      head: t("target"),
      unit,
      cell: ofVillage(({ targetFen }) => targetFen),
      href: ({ row }) => row && `${drill.village(row.division.id)}#targets`,
      sum: ({ targetFen }) => targetFen,
    },
    {
      kind: "fen",
      head: t("gap"),
      unit,
      cell: ofVillage(({ noData, gapFen }) => (noData > 0 ? none() : <Money fen={gapFen} lineFen={0} />)),
      sum: ({ gapFen }) => <Money fen={gapFen} lineFen={0} />,
    },
  ];
}

/** A village's projects with the worst of their lights, and what the district allotted to them. */
async function projectColumns(drill: Drill): Promise<Column<Row, Figures>[]> {
  const t = await getTranslations("board");
  const unit = (await getTranslations("unit"))(await unitOf());
  const projects = ({ projects: { once } }: Figures) => countOf(lightsOf(once));
  const plan = ({ funding }: Figures) => districtMoney(funding).allot;
  return [
    {
      head: t("rank.projects"),
      cell: ({ figures, row, tile }) => {
        if (!row) return projects(figures) || none();
        if (!tile?.light) return none();
        return (
          <Link href={drill.projects({}, row.division)}>
            <LightMark light={tile.light} short /> {tile.projects}
          </Link>
        );
      },
      sum: projects,
    },
    {
      kind: "money",
      head: t("kpi.funding"),
      unit: `${t("kpi.allotted")} ${unit}`,
      cell: ({ figures }) => plan(figures) || none(),
      href: ({ figures, row }) =>
        row && plan(figures) !== 0 && drill.funding({ source: "district", stage: "allot" }, row.division),
      sum: plan,
    },
  ];
}

async function Reported({ row, board }: { row: BoardRow; board: Board }) {
  const t = await getTranslations("board.rank");
  return isComplete(row) ? (
    <span className="text-ok">{t("posted", { rows: rowsOf(board.view) })}</span>
  ) : (
    <span className="text-mute">{t(row.filed.reported > 0 ? "waiting" : "notPosted")}</span>
  );
}
