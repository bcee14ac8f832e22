import { getTranslations } from "next-intl/server";
import { visitor } from "#app/_server/visitor.ts";
import { may } from "#lib/access/policy.ts";
import { findAnything } from "#lib/board/find.ts";

/** What Ctrl+K asks while somebody types: villages and projects of their area, as links. */
export async function GET(request: Request): Promise<Response> {
  const ctx = await visitor();
  if (!ctx || !may(ctx.actor, "board.read")) return Response.json([], { status: ctx ? 403 : 401 });
  const t = await getTranslations("board.find");
  const findings = await findAnything(ctx, new URL(request.url).searchParams.get("q") ?? "");
  const places = { village: "/villages", project: "/projects" } as const;
  return Response.json(
    findings.map(({ kind, id, name, place }) => ({ href: `${places[kind]}/${id}`, name, place, kind: t(kind) })),
    { headers: { "cache-control": "no-store" } },
  );
}
