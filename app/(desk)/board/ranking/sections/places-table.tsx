import { Name } from "#app/_parts/division/name.tsx";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import { rowsOf } from "#app/_ui/rows-shown.ts";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
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

/** A row a town with its place, how that moved, and every figure that the rule looks at. */
export async function PlacesTable({ ranking, drill, query }: Props) {
  const t = await getTranslations("ranking");
  const { node, rows, totals, before } = ranking;
  const unit = (await getTranslations("unit"))(await unitOf());
  const month = (await getTranslations("board.curve"))("monthName", {
    month: Number(ranking.month.slice(5)),
  });
  const ranks = node.level !== "town";
  return (
    <section className="sheet min-w-0 pb-1">
      <TableScroll label={t("label")}>
        <table className="grid-table sticky-first">
          <caption className="sr-only">{t("label")}</caption>
          <thead>
            <tr>
              <th scope="col">
                {ranks && <span className="place font-medium!">{t("place")}</span>}
                {t(isWide(node) ? "division" : "town")}
              </th>
              {before && <th scope="col">{t("move")}</th>}
              <th scope="col" className="num">
                {t("met")} / {t("villages")}
              </th>
              <th scope="col" className="num">
                ① {t("rate")}
              </th>
              <th scope="col" className="num">
                ② {t("gap")}
                <small className="block text-ink-3">{unit}</small>
              </th>
              {!isWide(node) && (
                <th scope="col" className="num">
                  {t("attained")}
                  <small className="block text-ink-3">{unit}</small>
                </th>
              )}
              <th scope="col">③ {t("report", { month, rows: rowsOf(ranking.view) })}</th>
              <th scope="col" className="num">
                {t("projects")}
              </th>
              <th scope="col" className="num">
                <LightMark light="red" />
              </th>
              <th scope="col" className="num">
                <LightMark light="yellow" />
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.division.id}>
                <th scope="row" className="whitespace-nowrap">
                  {ranks && (
                    <span className="place">{row.place ?? <span className="text-ink-3">—</span>}</span>
                  )}
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
                </th>
                {before && (
                  <td className="whitespace-nowrap">
                    <Move row={row} />
                  </td>
                )}
                <Parts figures={row} at={row.division} drill={drill} />
                <td className="phone:min-w-64 max-phone:whitespace-nowrap">
                  <Reported
                    row={row}
                    rows={rowsOf(ranking.view)}
                    heat={(of) =>
                      withQuery("/board/heat", shared(query), { node: row.division.code, class: of })
                    }
                    drill={drill}
                  />
                </td>
                <Lights figures={row} at={row.division} drill={drill} />
              </tr>
            ))}
          </tbody>
          {ranks && (
            <tfoot>
              <tr>
                <th scope="row">
                  <span className="place" />
                  {(await getTranslations("app"))("total")}
                </th>
                {before && <td />}
                <Parts figures={totals} at={node} drill={drill} />
                <td>
                  {totals.posted}/{totals.villages}
                </td>
                <Lights figures={totals} at={node} drill={drill} />
              </tr>
            </tfoot>
          )}
        </table>
      </TableScroll>
    </section>
  );
}

async function Move({ row: { place, placeBefore } }: { row: RankedRow }) {
  const t = await getTranslations("ranking");
  if (place === null) return <span className="text-ink-3">—</span>;
  if (placeBefore === null) return <span className="text-ink-3">{t("wasNone")}</span>;
  const up = placeBefore - place;
  if (up === 0) return <span className="text-ink-2">＝ {t("same")}</span>;
  return up > 0 ? (
    <span className="text-ok">↑ {t("up", { count: up })}</span>
  ) : (
    <span className="text-bad">↓ {t("down", { count: -up })}</span>
  );
}

type PartProps = { figures: Figures; at: { code: string }; drill: Drill };

function Parts({ figures: { villages, met, gapFen, attainedFen, targetFen }, at, drill }: PartProps) {
  const none = <span className="text-ink-3">—</span>;
  if (villages === 0) {
    return (
      <>
        <td className="num">{none}</td>
        <td className="num">{none}</td>
        <td className="num">{none}</td>
        {attainedFen !== null && <td className="num">{none}</td>}
      </>
    );
  }
  return (
    <>
      <td className="num">
        <Link href={drill.villages({ met: "yes" }, at)}>{met}</Link> /{" "}
        <Link href={drill.villages({}, at)}>{villages}</Link>
      </td>
      <td className="num">
        <span className="bar no-print mr-2 inline-block w-16 align-[1px] max-lg:hidden">
          <i style={{ width: widthOf(met, villages) }} />
        </span>
        {ratio(met, villages)}
      </td>
      <td className="num">
        <Link href={`${drill.villages({ met: "no" }, at)}&sort=-gap`}>
          <Money fen={gapFen} lineFen={0} />
        </Link>
      </td>
      {attainedFen !== null && (
        <td className="num">
          {ratio(attainedFen, targetFen)}
          <small className="block whitespace-nowrap text-ink-3">
            <Money fen={attainedFen} />/<Money fen={targetFen} />
          </small>
        </td>
      )}
    </>
  );
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

function Lights({ figures, at, drill }: PartProps) {
  const counts = lightsOf(figures.projects.once);
  const count = (n: number, href: string, look = "") =>
    n > 0 ? (
      <Link href={href} className={look}>
        {n}
      </Link>
    ) : (
      <span className="text-ink-3">—</span>
    );
  return (
    <>
      <td className="num">{count(countOf(counts), drill.projects({}, at))}</td>
      <td className="num">{count(counts.red, drill.projects({ counts: "red" }, at), "text-bad!")}</td>
      <td className="num">{count(counts.yellow, drill.projects({ counts: "yellow" }, at), "text-warn!")}</td>
    </>
  );
}
