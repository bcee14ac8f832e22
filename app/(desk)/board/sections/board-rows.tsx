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
import { rowsOf } from "#app/_ui/rows-shown.ts";
import { ShareOfYear } from "#app/(desk)/funding/sections/carry-over.tsx";
import type { Board, BoardRow } from "#lib/board/queries/board.ts";
import { districtMoney, type Figures } from "#lib/board/rules/figures.ts";
import { isComplete } from "#lib/board/rules/ranking.ts";
import { countOf, lightsOf } from "#lib/board/rules/tally.ts";
import { ratio } from "#lib/core/percent.ts";
import { widthOf } from "./bar.ts";
import type { Drill } from "./drill-links.ts";

type Props = { board: Board; drill: Drill };

/**
 * One row a division below the board's: towns with their places, the villages of a town, or the counties of a
 * city.
 */
export function Rows(props: Props) {
  return props.board.node.level === "town" ? <VillageRows {...props} /> : <DivisionRows {...props} />;
}

function Sheet({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <div className="sheet min-w-0 pb-1" id="towns">
      <div className="sheet-head mb-2">
        <h2>{title}</h2>
        {note && <span className="note">{note}</span>}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard */}
      <section className="table-scroll" aria-label={title} tabIndex={0}>
        {children}
      </section>
    </div>
  );
}

function Head({ children }: { children: ReactNode }) {
  return (
    <thead>
      <tr>{children}</tr>
    </thead>
  );
}

const Th = ({ label, unit, num = true }: { label: ReactNode; unit?: string; num?: boolean }) => (
  <th scope="col" className={num ? "num" : undefined}>
    {label}
    {unit && <small className="block text-ink-3">{unit}</small>}
  </th>
);

async function DivisionRows({ board, drill }: Props) {
  const t = await getTranslations();
  const unit = t(`unit.${await unitOf()}`);
  const month = t("board.curve.monthName", { month: Number(board.month.slice(5)) });
  const ranks = board.node.level === "county";
  return (
    <Sheet
      title={t(ranks ? "board.rank.title" : "board.rank.divisionsTitle")}
      {...(ranks && { note: t("board.rank.rule", { month, rows: rowsOf(board.view) }) })}
    >
      <table className="grid-table">
        <Head>
          {ranks && <Th label={t("board.rank.place")} />}
          <Th label={t(ranks ? "board.rank.town" : "board.rank.division")} num={false} />
          <Th label={t("board.rank.villages")} />
          <Th label={t("board.rank.met")} />
          <Th label={t("board.rank.rate")} />
          <Th label={(await incomeWord()).heading} unit={unit} />
          <Th label={t("board.rank.gap")} unit={unit} />
          <Th label={t("board.rank.projects")} />
          <Th label={<LightMark light="yellow" short />} />
          <Th label={<LightMark light="red" short />} />
          <Th label={t("board.rank.disbursed")} unit={t("funding.disbursedOf")} />
          <Th label={t("board.rank.spent")} unit={t("funding.spentOf")} />
          <Th label={t("board.rank.report", { month })} num={false} />
        </Head>
        <tbody>
          {board.rows.map((row) => (
            <tr key={row.division.id}>
              {ranks && <td className="num">{row.place ?? <span className="text-ink-3">—</span>}</td>}
              <th scope="row">
                <Link href={drill.board(row.division)}>
                  <Name of={row.division.shortName} />
                </Link>
              </th>
              <Cells figures={row} at={row.division} drill={drill} />
              <td>
                <Reported row={row} rows={rowsOf(board.view)} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            {ranks && <td />}
            <th scope="row">{t("app.total")}</th>
            <Cells figures={board.totals} at={board.node} drill={drill} />
            <td>
              {board.towns.due > 0
                ? `${board.towns.complete}/${board.towns.due}`
                : `${board.totals.posted}/${board.totals.villages}`}
            </td>
          </tr>
        </tfoot>
      </table>
    </Sheet>
  );
}

function Cells({ figures, at, drill }: { figures: Figures; at: BoardRow["division"]; drill: Drill }) {
  const money = districtMoney(figures.funding);
  const counts = lightsOf(figures.projects.once);
  const projects = countOf(counts);
  const none = <span className="text-ink-3">—</span>;
  const count = (n: number, href: string, look = "") =>
    n > 0 ? (
      <Link href={href} className={look}>
        {n}
      </Link>
    ) : (
      none
    );
  return (
    <>
      <td className="num">{count(figures.villages, drill.villages({}, at))}</td>
      <td className="num">
        {figures.villages === 0 ? none : <Link href={drill.villages({ met: "yes" }, at)}>{figures.met}</Link>}
      </td>
      <td className="num">
        {figures.villages === 0 ? (
          none
        ) : (
          <>
            <span className="bar no-print mr-2 inline-block w-16 align-[1px] max-lg:hidden">
              <i style={{ width: widthOf(figures.met, figures.villages) }} />
            </span>
            {ratio(figures.met, figures.villages)}
          </>
        )}
      </td>
      <td className="num">
        {figures.villages === 0 ? (
          none
        ) : (
          <Link href={drill.income(at)}>
            <Money fen={figures.operatingFen} lineFen={figures.targetFen} />
          </Link>
        )}
      </td>
      <td className="num">
        {figures.villages === 0 ? (
          none
        ) : (
          <Link href={`${drill.villages({ met: "no" }, at)}&sort=-gap`}>
            <Money fen={figures.gapFen} lineFen={0} />
          </Link>
        )}
      </td>
      <td className="num">{count(projects, drill.projects({}, at))}</td>
      <td className="num">{count(counts.yellow, drill.projects({ counts: "yellow" }, at), "text-warn!")}</td>
      <td className="num">{count(counts.red, drill.projects({ counts: "red" }, at), "text-bad!")}</td>
      <td className="num">
        {money.allot === 0 ? (
          none
        ) : (
          <Link href={drill.funding({ source: "district" }, at)}>
            <ShareOfYear part={money.disburse} whole={money.allot} apart />
          </Link>
        )}
      </td>
      <td className="num">
        {money.allot === 0 ? (
          none
        ) : (
          <Link href={drill.funding({ source: "district" }, at)}>
            <ShareOfYear part={money.spend} whole={money.allot} apart />
          </Link>
        )}
      </td>
    </>
  );
}

async function Reported({ row, rows }: { row: Figures; rows: string }) {
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

async function VillageRows({ board, drill }: Props) {
  const t = await getTranslations();
  const unit = t(`unit.${await unitOf()}`);
  const month = t("board.curve.monthName", { month: Number(board.month.slice(5)) });
  const name = await tierNames(board.bands);
  const tiles = new Map(board.tiles.map((tile) => [tile.id, tile]));
  const none = <span className="text-ink-3">—</span>;
  const plan = (figures: Figures) => districtMoney(figures.funding).allot;
  const byNeed = (a: BoardRow, b: BoardRow) =>
    (a.noData - b.noData) * -1 ||
    b.gapFen - a.gapFen ||
    a.operatingFen - b.operatingFen ||
    (a.division.code < b.division.code ? -1 : 1);
  return (
    <Sheet title={t("board.rank.villagesTitle")}>
      <table className="grid-table sticky-first">
        <Head>
          <Th label={t("board.rank.village")} num={false} />
          <Th label={t("board.rank.tier")} num={false} />
          <Th label={(await incomeWord()).heading} unit={unit} />
          <Th label={t("board.rank.target")} unit={unit} />
          <Th label={t("board.rank.gap")} unit={unit} />
          <Th label={t("board.rank.projects")} num={false} />
          <Th label={t("board.kpi.funding")} unit={`${t("board.kpi.allotted")} ${unit}`} />
          <Th label={t("board.rank.report", { month })} num={false} />
        </Head>
        <tbody>
          {board.rows.toSorted(byNeed).map((row) => {
            const tile = tiles.get(row.division.id);
            return (
              <tr key={row.division.id}>
                <th scope="row">
                  <Link href={drill.village(row.division.id)}>
                    <Name of={row.division.shortName} />
                  </Link>
                </th>
                <td>{tile && <TierMark tier={tile.tier} label={name(tile.tier, true)} />}</td>
                <td className="num">
                  {row.noData > 0 ? (
                    none
                  ) : (
                    <Link href={drill.income(row.division)}>
                      <Money fen={row.operatingFen} lineFen={row.targetFen} />
                    </Link>
                  )}
                </td>
                <td className="num">
                  <Link href={`${drill.village(row.division.id)}#targets`}>
                    <Money fen={row.targetFen} />
                  </Link>
                </td>
                <td className="num">{row.noData > 0 ? none : <Money fen={row.gapFen} lineFen={0} />}</td>
                <td>
                  {tile?.light ? (
                    <Link href={drill.projects({}, row.division)}>
                      <LightMark light={tile.light} short /> {tile.projects}
                    </Link>
                  ) : (
                    none
                  )}
                </td>
                <td className="num">
                  {plan(row) === 0 ? (
                    none
                  ) : (
                    <Link href={drill.funding({ source: "district", stage: "allot" }, row.division)}>
                      <Money fen={plan(row)} />
                    </Link>
                  )}
                </td>
                <td>
                  {isComplete(row) ? (
                    <span className="text-ok">{t("board.rank.posted", { rows: rowsOf(board.view) })}</span>
                  ) : (
                    <span className="text-mute">
                      {t(row.filed.reported > 0 ? "board.rank.waiting" : "board.rank.notPosted")}
                    </span>
                  )}
                </td>
              </tr>
            );
          })}
          {board.elsewhere && (
            <tr>
              <th scope="row">{t("board.rank.elsewhere")}</th>
              <td colSpan={4} />
              <td>{countOf(lightsOf(board.elsewhere.projects.once)) || none}</td>
              <td className="num">
                {plan(board.elsewhere) === 0 ? none : <Money fen={plan(board.elsewhere)} />}
              </td>
              <td />
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t("app.total")}</th>
            <td />
            <td className="num">
              <Link href={drill.income()}>
                <Money fen={board.totals.operatingFen} lineFen={board.totals.targetFen} />
              </Link>
            </td>
            <td className="num">
              <Money fen={board.totals.targetFen} />
            </td>
            <td className="num">
              <Money fen={board.totals.gapFen} lineFen={0} />
            </td>
            <td>{countOf(lightsOf(board.totals.projects.once))}</td>
            <td className="num">
              <Money fen={plan(board.totals)} />
            </td>
            <td>
              {board.totals.posted}/{board.totals.villages}
            </td>
          </tr>
        </tfoot>
      </table>
    </Sheet>
  );
}
