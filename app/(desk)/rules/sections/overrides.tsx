import { Name } from "#app/_parts/division/name.tsx";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
import type { ListedOverride } from "#lib/projects/queries/manual-lights.ts";

/** 人工调整: every light that was set by hand, in force or past, with reason, expiry and what became of it. */
export async function Overrides({ overrides }: { overrides: ListedOverride[] }) {
  const t = await getTranslations("rules");
  const inForce = overrides.filter((each) => each.state === "inForce").length;
  return (
    <section className="sheet pb-1" id="overrides">
      <div className="sheet-head">
        <h2>{t("overrides")}</h2>
        <span className="note">{t("overridesCount", { inForce, count: overrides.length })}</span>
      </div>
      {overrides.length === 0 ? (
        <Empty why="none" />
      ) : (
        <TableScroll className="mt-2" label={t("overrides")}>
          <table className="grid-table min-w-[760px] print:min-w-0">
            <thead>
              <tr>
                <th scope="col">{t("project")}</th>
                <th scope="col">{t("light")}</th>
                <th scope="col">{t("from")}</th>
                <th scope="col">{t("expires")}</th>
                <th scope="col">{t("state")}</th>
                <th scope="col">{t("reason")}</th>
                <th scope="col">{t("setBy")}</th>
              </tr>
            </thead>
            <tbody>
              {overrides.map((each) => (
                <tr key={`${each.project.id} ${each.fromOn} ${each.expiresOn} ${each.reason}`}>
                  <th scope="row">
                    <Link href={`/projects/${each.project.id}`}>
                      {each.project.number} {each.project.name}
                    </Link>
                    <small className="block text-ink-3">
                      <Name of={each.project.town} />
                    </small>
                  </th>
                  <td>
                    <LightMark light={each.light} />
                  </td>
                  <td className="whitespace-nowrap">{each.fromOn}</td>
                  <td className="whitespace-nowrap">{each.expiresOn}</td>
                  <td className="whitespace-nowrap">
                    {t(`overrideStates.${each.state}`)}
                    {each.endedOn && <small className="block text-ink-3">{each.endedOn}</small>}
                  </td>
                  <td className="min-w-48">
                    {each.reason}
                    {each.endedReason && (
                      <small className="block text-ink-3">
                        {t("clearedBecause", { reason: each.endedReason, name: each.endedBy })}
                      </small>
                    )}
                  </td>
                  <td className="whitespace-nowrap">{each.personName}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </section>
  );
}
