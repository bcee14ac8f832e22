import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import type { Query } from "#app/_ui/search-params.ts";
import { sortingOf } from "#app/_ui/sorting.tsx";
import { type Column, none, Table } from "#app/_ui/table.tsx";
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
  return (
    <Table
      label={t("registerLabel")}
      sticky="first"
      look="min-w-[1080px] print:min-w-0"
      sorting={await sortingOf(path, query)}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          kind: "name",
          head: t("name"),
          sort: "name",
          look: "max-w-64 min-w-40",
          cell: (row) => <ProjectName row={row} />,
          small: ({ type }) => t(`types.${type}`),
        },
        {
          kind: "line",
          head: t("light"),
          sort: "light",
          cell: ({ assessment }) => <LightOf light={assessment?.light} override={assessment?.override} />,
        },
        {
          kind: "line",
          head: t("number"),
          sort: "number",
          cell: "number",
          small: ({ level }) => t(`levelsShort.${level}`),
        },
        {
          head: t("place"),
          sort: "town",
          look: "max-w-44 min-w-28",
          cell: ({ town }) => <Name of={town} />,
          small: ({ villages }) => participantsInWords(villages, " · "),
        },
        {
          kind: "line",
          head: t("phase"),
          sort: "phase",
          cell: ({ phase }) => t(`phases.${phase}`),
        },
        ...(await progressColumns()),
        { head: t("owner"), look: "min-w-20", cell: ({ owner }) => <Name of={owner} /> },
        {
          kind: "line",
          head: t("reported"),
          sort: "updated",
          cell: ({ latest, updatedBy }) => (
            <>
              {latest?.month ?? "—"}
              {updatedBy && <small className="block max-w-28 truncate text-ink-3">{updatedBy}</small>}
            </>
          ),
        },
      ]}
    />
  );
}

const ProjectName = ({ row: { id, name, provenance } }: { row: RegisterRow }) => (
  <>
    <Link href={`/projects/${id}`} className="font-semibold">
      {name}
    </Link>
    {provenance === "demo" && <DemoMark />}
  </>
);

/** Why its light is what it is, how far the project is, and by when it is due. */
async function progressColumns(): Promise<Column<RegisterRow>[]> {
  const t = await getTranslations("project");
  const isLate = (light: string | undefined) => light === "yellow" || light === "red";
  return [
    {
      head: t("whyTitle"),
      look: "min-w-72 text-ink-2",
      cell: ({ assessment, remedies, endedOn, endedReason, latest }) => (
        <>
          {assessment ? (
            <WhyText why={assessment.why} remedies={remedies} />
          ) : (
            t("endedBecause", { on: endedOn ?? "", reason: endedReason })
          )}
          {latest?.delayReason && isLate(assessment?.light) && (
            <small className="block text-ink-3">
              {latest.delayText || t(`delayReasons.${latest.delayReason}`)}
            </small>
          )}
        </>
      ),
    },
    {
      kind: "percent",
      head: t("progress"),
      sort: "progress",
      look: "min-w-24",
      cell: ({ latest, assessment }) => (
        <>
          {latest ? `${latest.progressBp / 100}%` : none()}
          {latest && assessment && (
            <PaceBar
              actualBp={latest.progressBp}
              plannedBp={assessment.progress.plannedBp}
              light={assessment.light}
              className="mt-1.5 w-20 ml-auto"
            />
          )}
        </>
      ),
    },
    { kind: "day", head: t("due"), sort: "due", cell: "dueOn" },
  ];
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
