import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { context } from "#app/_server/session/session.ts";
import { Form } from "#app/_ui/form.tsx";
import { FileField, HiddenField, SelectField } from "#app/_ui/form-fields.tsx";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { Table } from "#app/_ui/table.tsx";
import { datums } from "#db/schema/maps.ts";
import { divisionById, divisionOf } from "#lib/divisions/queries/divisions.ts";
import { largestFileBytes } from "#lib/maps/input.ts";
import { importsBelow, type MapImport } from "#lib/maps/queries/maps.ts";
import { mostFeatures } from "#lib/maps/rules/geojson.ts";
import { bringMap } from "../actions.ts";

type Props = { searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("map"))("import") };
}

/** An office brings its own village points and outlines. */
export default async function ImportPage({ searchParams }: Props) {
  const ctx = await context("map.import");
  const node = one((await searchParams).node);
  const area = await orNotFound(
    node ? divisionOf(ctx.db, ctx.actor, node) : divisionById(ctx.db, ctx.actor, ctx.actor.scope.id),
  );
  const t = await getTranslations("map");
  const map = withQuery("/board/map", { node: area.code });
  const size = String(largestFileBytes / 1_000_000);
  const imports = await importsBelow(ctx, area);
  return (
    <>
      <PageHead
        title={t("importTitle", { place: area.name })}
        crumbs={[{ name: (await getTranslations("views"))("map"), href: map }]}
      />
      <div className="grid items-start gap-3.5 lg:grid-cols-2">
        <Form action={bringMap} cancelTo={map} submitLabel={t("import")} className="sheet p-4">
          <HiddenField name="key" value={randomUUID()} />
          <HiddenField name="node" value={area.code} />
          <div className="grid gap-3.5">
            <FileField
              name="file"
              label={t("file")}
              hint={t("fileHint", { size, most: mostFeatures })}
              accept=".geojson,.json,application/geo+json,application/json"
              largestBytes={largestFileBytes}
              tooLarge={t("tooLarge", { size })}
              required
            />
            <SelectField
              name="datum"
              label={t("datum")}
              hint={t("datumHint")}
              empty={t("choose")}
              choices={datums.map((value) => ({ value, label: t(`datums.${value}`) }))}
              required
            />
          </div>
        </Form>
        <section className="sheet p-4 text-ink-2" aria-labelledby="must">
          <h2 id="must" className="mb-2 text-ink">
            {t("must")}
          </h2>
          <ul className="grid list-disc gap-1 pl-5">
            {(["format", "match", "place", "whole", "again"] as const).map((each) => (
              <li key={each}>{t(`rules.${each}`)}</li>
            ))}
          </ul>
          <p className="note mt-3">{t("sketch")}</p>
        </section>
      </div>
      {imports.length > 0 && <Imports imports={imports} />}
    </>
  );
}

async function Imports({ imports }: { imports: MapImport[] }) {
  const t = await getTranslations("map");
  return (
    <section className="sheet mt-3.5 p-4" aria-labelledby="imports">
      <h2 id="imports" className="mb-2">
        {t("imports")}
      </h2>
      <Table
        label={t("imports")}
        rows={imports}
        rowKey={({ id }) => id}
        columns={[
          { kind: "when", head: t("columns.at"), cell: "recordedAt" },
          { kind: "name", head: t("columns.file"), cell: ({ fileName }) => fileName || "—" },
          { head: t("columns.datum"), cell: ({ datum }) => t(`datums.${datum}`) },
          { kind: "count", head: t("columns.shapes"), cell: "shapes" },
          { head: t("columns.by"), cell: "personName" },
        ]}
      />
    </section>
  );
}
