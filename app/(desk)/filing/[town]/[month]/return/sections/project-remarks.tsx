import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { TextField } from "#app/_ui/form-fields.tsx";
import type { FiledMonth } from "#lib/filing/queries/filed-month.ts";

/** What is wrong with a project's report. */
export async function ProjectRemarks({ reports }: { reports: FiledMonth["reports"] }) {
  if (reports.length === 0) return null;
  const t = await getTranslations();
  return (
    <section className="sheet mt-3 p-4">
      <h2>{t("filing.remarkProjects")}</h2>
      <div className="mt-2 grid items-start gap-x-6 gap-y-3 lg:grid-cols-2">
        {reports.map(({ project, report, lit }) => (
          <div key={project.id}>
            <TextField
              name={`remark.project.r${project.id}`}
              label={`${project.number} ${project.name} · ${report ? `${report.progressBp / 100}%` : t("light.grey")}`}
            />
            {lit && (
              <small>
                <LightMark light={lit.light} />
              </small>
            )}
          </div>
        ))}
      </div>
    </section>
  );
}
