import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { SortHead } from "#app/_ui/pager.tsx";
import type { Query } from "#app/_ui/search-params.ts";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
import type { RegisterRow } from "#lib/projects/queries/register.ts";
import { participantsInWords } from "#lib/projects/rules/participants-text.ts";
import { LightOf } from "./light-of.tsx";
import { PaceBar } from "./pace-bar.tsx";
import { WhyText } from "./why-text.tsx";

/** 项目台账: one row a project, its light with the sentence, sorted by any head. */
export async function RegisterTable({
  path,
  query,
  rows,
}: {
  path: string;
  query: Query;
  rows: RegisterRow[];
}) {
  const t = await getTranslations("project");
  const head = (name: string, label: string, num = false) => (
    <SortHead path={path} query={query} name={name} label={label} num={num} />
  );
  return (
    <TableScroll label={t("registerLabel")}>
      <table className="grid-table sticky-first min-w-[1080px] print:min-w-0">
        <thead>
          <tr>
            {head("name", t("name"))}
            {head("light", t("light"))}
            {head("number", t("number"))}
            {head("town", t("place"))}
            {head("phase", t("phase"))}
            <th scope="col">{t("whyTitle")}</th>
            {head("progress", t("progress"), true)}
            {head("due", t("due"))}
            <th scope="col">{t("owner")}</th>
            {head("updated", t("reported"))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row" className="max-w-64 min-w-40">
                <Link href={`/projects/${row.id}`} className="font-semibold">
                  {row.name}
                </Link>
                {row.provenance === "demo" && <DemoMark />}
                <small className="block text-ink-3">{t(`types.${row.type}`)}</small>
              </th>
              <td className="whitespace-nowrap">
                <LightOf light={row.assessment?.light} override={row.assessment?.override} />
              </td>
              <td className="whitespace-nowrap">
                {row.number}
                <small className="block text-ink-3">{t(`levelsShort.${row.level}`)}</small>
              </td>
              <td className="max-w-44 min-w-28">
                <Name of={row.town} />
                <small className="block text-ink-3">{participantsInWords(row.villages, " · ")}</small>
              </td>
              <td className="whitespace-nowrap">{t(`phases.${row.phase}`)}</td>
              <td className="min-w-72 text-ink-2">
                {row.assessment ? (
                  <WhyText why={row.assessment.why} remedies={row.remedies} />
                ) : (
                  t("endedBecause", { on: row.endedOn ?? "", reason: row.endedReason })
                )}
                {row.latest?.delayReason &&
                  (row.assessment?.light === "yellow" || row.assessment?.light === "red") && (
                    <small className="block text-ink-3">
                      {row.latest.delayText || t(`delayReasons.${row.latest.delayReason}`)}
                    </small>
                  )}
              </td>
              <td className="num min-w-24">
                {row.latest ? `${row.latest.progressBp / 100}%` : <span className="text-ink-3">—</span>}
                {row.latest && row.assessment && (
                  <PaceBar
                    actualBp={row.latest.progressBp}
                    plannedBp={row.assessment.progress.plannedBp}
                    light={row.assessment.light}
                    className="mt-1.5 w-20 ml-auto"
                  />
                )}
              </td>
              <td className="whitespace-nowrap">{row.dueOn ?? "—"}</td>
              <td className="min-w-20">
                <Name of={row.owner} />
              </td>
              <td className="whitespace-nowrap">
                {row.latest?.month ?? "—"}
                {row.updatedBy && (
                  <small className="block max-w-28 truncate text-ink-3">{row.updatedBy}</small>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

/** 演示数据: this row was made up. */
export async function DemoMark() {
  const t = await getTranslations("project");
  return (
    <span
      className="ml-1.5 rounded-[3px] border border-demo/30 bg-demo-bg px-1 align-[1px] text-[11px] font-normal text-demo"
      title={t("demoHint")}
    >
      {t("demoMark")}
    </span>
  );
}
