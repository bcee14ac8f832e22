import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { minuteOf } from "#lib/core/dates.ts";
import type { Card } from "./village-figures.tsx";

/** What is kept about the village beside its figures: plan, contact, cluster, codes. */
export async function Particulars({ card }: { card: Card }) {
  const t = await getTranslations();
  const { village, cluster } = card;
  return (
    <section className="sheet keep px-4 py-3.5">
      <h2 className="mb-2">{t("village.plan")}</h2>
      <p className={`whitespace-pre-wrap ${village.plan ? "" : "text-ink-3"}`}>
        {village.plan || t("village.noPlan")}
      </p>
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-5 gap-y-1.5 border-t border-line pt-3 text-[13px]">
        <dt className="text-ink-2">{t("village.contact")}</dt>
        <dd>{[village.contact, village.contactPhone].filter(Boolean).join(" · ") || "—"}</dd>
        <dt className="text-ink-2">{t("village.kind")}</dt>
        <dd>
          <Name of={village.name} />
        </dd>
        <dt className="text-ink-2">{t("village.cluster")}</dt>
        <dd>
          {cluster
            ? cluster.members.map((member, at) => (
                <span key={member.id}>
                  {at > 0 && t("board.comma")}
                  {member.id === village.id ? (
                    <b>
                      <Name of={member.name} />
                    </b>
                  ) : (
                    <Link className="link underline" href={`/villages/${member.id}?year=${card.year}`}>
                      <Name of={member.name} />
                    </Link>
                  )}
                  <small className="text-ink-3">{t(member.leads ? "village.leads" : "village.led")}</small>
                </span>
              ))
            : "—"}
        </dd>
        <dt className="text-ink-2">{t("village.codes")}</dt>
        <dd>
          {card.codes.map((code) => (
            <span key={code.id} className="block">
              {code.code}{" "}
              <span className="text-ink-3">
                {t("village.edition", { on: code.edition, name: code.name })}
              </span>
            </span>
          ))}
        </dd>
      </dl>
      {village.updatedAt && (
        <p className="note mt-3">
          {t("app.updated", {
            name: village.updatedBy ?? "",
            at: minuteOf(village.updatedAt),
          })}
        </p>
      )}
    </section>
  );
}
