import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { context } from "#app/_server/session/session.ts";
import { front } from "#lib/core/front.ts";
import { FormShow } from "./sections/form-show.tsx";
import { MarkShow } from "./sections/mark-show.tsx";
import { StateShow } from "./sections/state-show.tsx";
import { TableShow } from "./sections/table-show.tsx";

export const metadata: Metadata = { title: "Components" };

/** Every shared component in one page, to look at while one is changed: under `npm run dev` alone. */
export default async function Page() {
  if (front()) notFound();
  await context();
  return (
    <>
      <PageHead title="Components" crumbs={[{ name: "app/_ui, app/_parts" }]} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5">
        <TableShow />
        <MarkShow />
        <FormShow />
        <StateShow />
      </div>
    </>
  );
}
