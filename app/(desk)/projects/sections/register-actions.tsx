import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { Besides } from "#app/_ui/menu.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";

/** What the register can do besides: all rows on one page, reports from a sheet. */
export async function RegisterActions({ ctx, query }: { ctx: Ctx; query: Query }) {
  const t = await getTranslations();
  return (
    <Besides
      shown={
        <>
          <Link
            className="button no-print"
            href={withQuery("/projects", query, { size: "1000", page: undefined })}
          >
            {t("project.allRows")}
          </Link>
          {may(ctx.actor, "intake.upload") && (
            <Link className="button no-print" href="/intake?kind=reports">
              {t("intake.byTable")}
            </Link>
          )}
        </>
      }
    />
  );
}

/** The form for a project, for whoever may enter one. */
export async function NewProject({ ctx, className = "" }: { ctx: Ctx; className?: string }) {
  if (!may(ctx.actor, "project.create")) return null;
  const t = await getTranslations("project");
  return (
    <Link className={`button button-primary${className}`} href="/projects/new">
      {t("create")}
    </Link>
  );
}
