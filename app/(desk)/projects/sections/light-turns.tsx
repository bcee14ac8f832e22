import { TurnsTable } from "#app/_parts/board/turns-table.tsx";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { type LightOn, lightTurnsOf } from "#lib/board/queries/light-causes.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { addDays, dayOf } from "#lib/core/dates.ts";
import type { ProjectCard } from "#lib/projects/queries/project-card.ts";

const newest = 8;

/**
 * 灯色变化: every turn of the light, the newest first, each with what turned it: who did what and when, or that
 * time did.
 */
export async function LightTurns({ ctx, card }: { ctx: Ctx; card: ProjectCard }) {
  const t = await getTranslations("project");
  const { id, createdAt } = card.project;
  const turns = (
    await lightTurnsOf(ctx.db, id, { from: addDays(dayOf(new Date(createdAt)), -1), to: today(ctx) })
  ).toReversed();
  if (turns.length === 0) return null;
  const mark = (light: LightOn) =>
    light ? <LightMark light={light} /> : <span className="text-ink-3">—</span>;
  const hrefOn = (day: string) => `/projects/${id}?asOf=${day}`;
  return (
    <section className="sheet keep min-w-0">
      <div className="sheet-head mb-2">
        <h2>
          {t("turns.title")} <span className="font-normal text-ink-3">{turns.length}</span>
        </h2>
        <span className="note">{t("turns.note")}</span>
      </div>
      <TurnsTable turns={turns.slice(0, newest)} label={t("turns.title")} mark={mark} hrefOn={hrefOn} />
      {turns.length > newest && (
        <details className="px-4 pb-3">
          <summary className="link cursor-pointer py-1.5">
            {t("turns.earlier", { count: turns.length - newest })}
          </summary>
          <TurnsTable
            turns={turns.slice(newest)}
            label={t("turns.earlier", { count: turns.length - newest })}
            mark={mark}
            hrefOn={hrefOn}
          />
        </details>
      )}
    </section>
  );
}
