import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { Besides } from "#app/_ui/menu.tsx";
import { PrintLink } from "#app/_ui/print-links.tsx";
import type { Query } from "#app/_ui/search-params.ts";
import { crumbsOf } from "#app/(desk)/projects/sections/crumbs.ts";
import { DemoMark } from "#app/(desk)/projects/sections/register-table.tsx";
import type { Ctx } from "#lib/core/context.ts";
import type { Month } from "#lib/core/dates.ts";
import type { ProjectCard } from "#lib/projects/queries/project-card.ts";
import { actionsOf, isPaused } from "./project-actions.tsx";

type Props = { ctx: Ctx; card: ProjectCard; query: Query; open: Month | null };

/** Which project, and what can be done to it; `open` is the month that it can be reported for. */
export async function ProjectHead({ ctx, card, query, open }: Props) {
  const t = await getTranslations();
  const { project } = card;
  return (
    <PageHead
      crumbs={await crumbsOf(ctx, project.townId)}
      title={
        <>
          {project.name}
          <span className="ml-2 text-base font-normal text-ink-3">{project.number}</span>
          {project.provenance === "demo" && <DemoMark />}
        </>
      }
      day={{ path: `/projects/${project.id}`, query, income: false, money: true }}
      done={query.done}
      besides={
        <Besides>
          <PrintLink href={`/print/project/${project.id}`} label={t("print.pdf")} />
          {...(await actionsOf(ctx, card))}
        </Besides>
      }
    >
      {open && !isPaused(card) && (
        <Link
          className="button button-primary no-print"
          href={`/projects/${card.reported?.id}/report?month=${open}`}
        >
          {t("project.reportMonth", { month: open })}
        </Link>
      )}
    </PageHead>
  );
}
