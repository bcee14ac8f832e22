import type { ReactNode } from "react";
import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { ItemState } from "#app/(desk)/board/meetings/sections/item-state.tsx";
import { Figures } from "#app/(desk)/villages/[id]/sections/village-figures.tsx";
import { Projects } from "#app/(desk)/villages/[id]/sections/village-projects.tsx";
import { type Ctx, today } from "#lib/core/context.ts";
import { villageCard } from "#lib/income/queries/village-card.ts";
import type { MeetingRoom } from "#lib/meetings/queries/meetings.ts";
import { projectLights } from "#lib/projects/queries/project-card.ts";

type Props = {
  ctx: Ctx;
  item: Extract<MeetingRoom["agenda"][number]["item"], { kind: "village" }>;
  year: number;
  said: ReactNode;
};

/**
 * A village as a room looks at it: what it is short of, its figures, its projects and what it means to do.
 */
export async function VillageScreen({ ctx, item, year, said }: Props) {
  const t = await getTranslations("meeting");
  const card = await orNotFound(villageCard(ctx, item.village.id, year));
  const town = card.path.at(-2);
  return (
    <>
      <h1>
        <Name of={card.village.shortName} />
        <small className="ml-3 text-base font-normal text-ink-2">
          <Name of={town?.shortName} />
        </small>
      </h1>
      <p className="mt-1 mb-3 text-lg">
        <ItemState item={item} year={year} />
      </p>
      <Figures card={card} today={today(ctx)} />
      <div className="presenter-columns">
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-3">{said}</div>
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-3">
          <Projects projects={await projectLights(ctx.db, card.village, today(ctx))} card={card} />
          <section className="sheet px-4 py-3">
            <h2 className="mb-1">{t("plan")}</h2>
            <p className="whitespace-pre-wrap">
              {card.village.plan || <span className="text-ink-3">{t("noPlan")}</span>}
            </p>
          </section>
        </div>
      </div>
    </>
  );
}
