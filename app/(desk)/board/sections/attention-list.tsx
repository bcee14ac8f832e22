import { causeInWords } from "#app/_parts/board/cause.tsx";
import { Name } from "#app/_parts/division/name.tsx";
import { incomeWord } from "#app/_parts/income/income-label.ts";
import { LightMark, lightShapes } from "#app/_parts/project/light-mark.tsx";
import { OverrideMark } from "#app/_parts/project/override-mark.tsx";
import { naming } from "#app/_server/i18n/naming.ts";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { withQuery } from "#app/_ui/search-params.ts";
import { RemedyText } from "#app/(desk)/projects/sections/why-text.tsx";
import { stages } from "#db/schema/funding.ts";
import type { Board } from "#lib/board/queries/board.ts";
import type { BoardProject } from "#lib/board/rules/board-projects.ts";
import { districtMoney } from "#lib/board/rules/figures.ts";
import { addMonths, firstDay, lastDay } from "#lib/core/dates.ts";
import { formatFen, withUnit } from "#lib/core/money.ts";
import type { VillageName } from "#lib/income/queries/totals.ts";
import { amountsIn } from "#lib/projects/rules/funds-pace.ts";
import type { Drill } from "./drill-links.ts";

type Props = { board: Board; drill: Drill };

const shown = 6;

/** 红灯优先: what a leader asks about first, with its sentence, who answers for it and by when. */
export async function Attention({ board, drill }: Props) {
  const t = await getTranslations("board.reds");
  return (
    <section className="sheet keep px-4 py-3.5" aria-labelledby="reds">
      <div className="mb-1 flex items-baseline gap-3">
        <h2 id="reds">{t("title")}</h2>
        <Link className="note ml-auto hover:text-brand-ink" href={drill.projects({ sort: "light" })}>
          {t("count", { count: board.attention.length })}
        </Link>
        {board.attention.length > shown && (
          <Link className="link no-print text-xs" href={drill.projects({ sort: "light" })}>
            {t("all")}
          </Link>
        )}
      </div>
      {board.attention.length === 0 ? (
        <p className="py-2 text-ink-2">{t("none")}</p>
      ) : (
        <ul className="divide-y divide-line">
          {board.attention.slice(0, shown).map((project) => (
            <Red key={project.id} project={project} year={board.year} drill={drill} />
          ))}
        </ul>
      )}
    </section>
  );
}

async function Red({ project, year, drill }: { project: BoardProject; year: number; drill: Drill }) {
  const t = await getTranslations();
  const named = await naming();
  const { latest, why, lead } = project;
  const cause =
    latest?.delayReason && (project.light === "yellow" || project.light === "red")
      ? t(`project.delayReasons.${latest.delayReason}`)
      : undefined;
  return (
    <li className="keep grid grid-cols-[58px_1fr] gap-x-2.5 py-2 [&:lang(en)]:grid-cols-[80px_1fr]">
      <span>
        <LightMark light={project.light} />
        {project.override && <OverrideMark override={project.override} />}
      </span>
      <div className="min-w-0">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <Link href={drill.project(project.id)} className="font-semibold hover:text-brand-ink">
            {project.name}
          </Link>
          <span className="min-w-0 truncate text-xs text-ink-3">
            <Name of={project.town} />
            {lead && ` · ${named(lead.name)}`}
          </span>
          <span className="text-xs text-ink-2">
            {project.dueOn
              ? t("board.reds.by", {
                  owner: named(project.owner),
                  day: project.dueOn.replace(`${year}-`, ""),
                })
              : named(project.owner)}
          </span>
        </div>
        <div className="text-xs text-ink-2">
          {t(`project.why.${why.key}`, amountsIn(why.values, t("unit.yuan")))}
          {cause && (
            <span className="ml-3 text-ink-3">
              {latest?.delayReason === "other" && latest.delayText ? latest.delayText : cause}
            </span>
          )}
          <RemedyText remedies={project.remedies} short />
        </div>
      </div>
    </li>
  );
}

/** 本月变化: who crossed the line, whose light moved, what money moved. */
export async function ChangesSince({ board: { changes, month, node, totals, view, year }, drill }: Props) {
  const said = await causeInWords();
  const t = await getTranslations();
  const unit = await unitOf();
  const amount = (fen: number) => withUnit(formatFen(fen, unit), t(`unit.${unit}`));
  const money = districtMoney(changes.funding);
  const parts = stages
    .filter((stage) => money[stage] !== 0)
    .map((stage) =>
      t("board.changes.stage", { stage: t(`funding.stage.${stage}`), amount: amount(money[stage]) }),
    );
  const moves = [...Map.groupBy(changes.lights, (move) => `${move.from} ${move.to}`).values()];
  const nothing =
    changes.reached.length + changes.relapsed.length + moves.length + parts.length === 0 &&
    changes.operatingFen === 0;
  return (
    <section className="sheet keep px-4 py-3.5" aria-labelledby="changes">
      <div className="mb-2 flex items-baseline gap-3">
        <h2 id="changes">{t("board.changes.title")}</h2>
        <span className="note ml-auto">
          {t("board.changes.since", { month, on: lastDay(addMonths(month, -1)) })}
        </span>
      </div>
      <ul className="grid gap-1.5 text-[13px] leading-relaxed text-ink-2">
        {nothing && <li>{t("board.changes.none")}</li>}
        {changes.reached.length > 0 && (
          <li>
            <b className="text-ok">{t("board.changes.reached", { count: changes.reached.length })}</b>　
            <Villages villages={changes.reached} drill={drill} />
          </li>
        )}
        {changes.relapsed.length > 0 && (
          <li>
            <b className="text-bad">{t("board.changes.relapsed", { count: changes.relapsed.length })}</b>　
            <Villages villages={changes.relapsed} drill={drill} />
          </li>
        )}
        {moves.map((group) => (
          <li key={`${group[0]?.from}${group[0]?.to}`}>
            <b className={`light-${group[0]?.to}`}>
              {lightShapes[group[0]?.from ?? "grey"]} → {lightShapes[group[0]?.to ?? "grey"]}{" "}
              {t(`light.${group[0]?.to ?? "grey"}`)}
            </b>{" "}
            {t("board.changes.projects", { count: group.length })}　
            {group.slice(0, listed).map(({ project }, at) => (
              <span key={project.id}>
                {at > 0 && t("board.comma")}
                <Link href={drill.project(project.id)} className="hover:text-brand-ink">
                  {project.name}
                </Link>
              </span>
            ))}
            {group.length > listed && t("board.changes.more")}
            <details>
              <summary className="cursor-pointer text-ink-3">{t("board.changes.why")}</summary>
              <ul className="ml-4 grid gap-0.5">
                {group.map(({ project, cause }) => (
                  <li key={project.id}>
                    <Link href={drill.project(project.id)} className="hover:text-brand-ink">
                      {project.number} {project.name}
                    </Link>
                    {t("app.colon")}
                    {said(cause)}
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
        {changes.operatingFen !== 0 && (
          <li>
            <Link href={drill.income(node, month)} className="hover:text-brand-ink">
              {t("board.changes.income", {
                month: t("board.curve.monthName", { month: Number(month.slice(5)) }),
                income: (await incomeWord()).heading,
                amount: amount(changes.operatingFen),
              })}
            </Link>{" "}
            <span className="text-ink-3">
              （{t(view.approvedOnly ? "view.approvedOf" : "view.reported")} {totals.posted}/{totals.villages}
              ）
            </span>
          </li>
        )}
        {parts.length > 0 && (
          <li>
            <Link
              className="hover:text-brand-ink"
              href={withQuery("/funding/postings", {
                node: node.code,
                source: "district",
                from: firstDay(month),
                to: lastDay(month),
              })}
            >
              {t("board.changes.money", { parts: parts.join(t("board.comma")) })}
            </Link>
          </li>
        )}
        <li className="no-print">
          <Link className="link" href={`/board/compare?node=${node.code}&year=${year}`}>
            {t("board.changes.whole")}
          </Link>
        </li>
      </ul>
    </section>
  );
}

const listed = 12;

async function Villages({ villages, drill }: { villages: VillageName[]; drill: Drill }) {
  const t = await getTranslations();
  return (
    <>
      {villages.slice(0, listed).map((village, at) => (
        <span key={village.id}>
          {at > 0 && t("board.comma")}
          <Link href={drill.village(village.id)} className="hover:text-brand-ink">
            <Name of={village.name} />
          </Link>
        </span>
      ))}
      {villages.length > listed && t("board.changes.more")}
    </>
  );
}
