import type { ReactNode } from "react";
import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import type { ProjectCard } from "#lib/projects/queries/project-card.ts";

/** What the project is: list, villages with shares, who answers for it, by when. */
export async function ProjectFacts({ card: { project, standing, twin } }: { card: ProjectCard }) {
  const t = await getTranslations("project");
  const contact = [project.contact, project.contactPhone].filter(Boolean).join(" ");
  const villages = standing.villages.map((village, index) => (
    <span key={village.villageId}>
      {index > 0 && " · "}
      <Link className="link" href={`/villages/${village.villageId}`}>
        <Name of={village.name} />
      </Link>
      {standing.villages.length > 1 && ` ${village.shareBp / 100}%`}
    </span>
  ));
  const twinName = twin && `${twin.number} ${twin.name}`;
  const rows: [string, ReactNode][] = [
    [t("level"), t(`levels.${project.level}`)],
    [t("villages"), villages],
    [t("type"), t(`types.${project.type}`)],
    [
      t("owner"),
      <b key="owner">
        <Name of={project.owner} />
      </b>,
    ],
    [t("sector"), t(`sectors.${project.sector}`)],
    [t("contact"), contact],
    [t("approach"), project.approaches.map((approach) => t(`approaches.${approach}`)).join(" · ")],
    [t("due"), <b key="due">{standing.dueOn}</b>],
    [t("createdOn"), project.createdOn],
    ...(twin
      ? [
          [
            t(project.level === "key" ? "sameAs" : "sameAsKey"),
            twin.inScope ? (
              <Link key="twin" className="link" href={`/projects/${twin.id}`}>
                {twinName}
              </Link>
            ) : (
              twinName
            ),
          ] as [string, ReactNode],
        ]
      : []),
  ];
  return (
    <dl className="grid content-start gap-x-6 gap-y-1.5 text-[13px] sm:grid-cols-2">
      {rows.map(([label, value]) => (
        <div key={label} className="flex gap-3">
          <dt className="w-20 shrink-0 text-ink-2">{label}</dt>
          <dd className="min-w-0">{value || "—"}</dd>
        </div>
      ))}
      {project.level === "key" && twin && (
        <p className="note sm:col-span-2">{t("reportedAs", { number: twin.number })}</p>
      )}
      {project.description && (
        <div className="flex gap-3 sm:col-span-2">
          <dt className="w-20 shrink-0 text-ink-2">{t("description")}</dt>
          <dd className="min-w-0 whitespace-pre-line">{project.description}</dd>
        </div>
      )}
    </dl>
  );
}
