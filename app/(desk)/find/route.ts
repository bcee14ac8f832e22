import { naming } from "#app/_server/i18n/naming.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { sessionContext } from "#app/_server/session/session.ts";
import { may } from "#lib/access/policy.ts";
import { findAnything, villagesOutside } from "#lib/board/queries/search.ts";

/**
 * What Ctrl+K asks while somebody types: villages and projects of their area, as links; where there is none,
 * whose such a village is.
 */
export async function GET(request: Request): Promise<Response> {
  const ctx = await sessionContext();
  if (!ctx || !may(ctx.actor, "board.read")) return Response.json([], { status: ctx ? 403 : 401 });
  const t = await getTranslations();
  const words = new URL(request.url).searchParams.get("q") ?? "";
  const named = await naming();
  const findings = await findAnything(ctx, words);
  const outside = findings.length > 0 ? [] : await villagesOutside(ctx, words);
  const places = { village: "/villages", project: "/projects" } as const;
  return Response.json(
    {
      found: findings.map(({ kind, id, name, place }) => ({
        href: `${places[kind]}/${id}`,
        name: kind === "village" ? named(name) : name,
        place: named(place),
        kind: t(`board.find.${kind}`),
      })),
      outside: outside.map(({ village, town }) =>
        t("board.find.outside", { village: named(village), town: named(town) }),
      ),
    },
    { headers: { "cache-control": "no-store" } },
  );
}
