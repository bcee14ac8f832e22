import { cache } from "react";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { projectCard } from "#lib/projects/queries/project-card.ts";

type Asked = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

const cardOf = cache(async (id: string, view: string) => {
  const ctx = await pageContext("project.read", Object.fromEntries(new URLSearchParams(view)));
  return { ctx, card: await orNotFound(projectCard(ctx, Number(id) || 0)) };
});

/** The card that an address asks for; its view goes as text, so that head and page read the card once. */
export async function askedCard({ params, searchParams }: Asked) {
  const { asOf, approvedOnly, basis } = await searchParams;
  const view = withQuery("", { asOf: one(asOf), approvedOnly: one(approvedOnly), basis: one(basis) });
  return cardOf((await params).id, view);
}
