import type { ReactNode } from "react";
import type { Ctx } from "#lib/core/context.ts";
import { ProjectScreen } from "./project-screen.tsx";
import type { Item } from "./subject.ts";
import { VillageScreen } from "./village-screen.tsx";

/** The project or the village that is looked at, as it stood when the meeting began; `children` is what was said. */
export async function ItemScreen({
  ctx,
  year,
  item,
  children,
}: {
  ctx: Ctx;
  year: number;
  item: Item;
  children: ReactNode;
}) {
  return item.kind === "project" ? (
    <ProjectScreen ctx={ctx} id={item.project.id} said={children} />
  ) : (
    <VillageScreen ctx={ctx} item={item} year={year} said={children} />
  );
}
