import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations, wordsFor } from "#app/_server/i18n/translations.ts";
import { sentenceTranslator } from "#app/_server/i18n/translator.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { context } from "#app/_server/session/session.ts";
import { Act } from "#app/_ui/act.tsx";
import { Empty } from "#app/_ui/empty.tsx";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, TextField } from "#app/_ui/form-fields.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Pager } from "#app/_ui/pager.tsx";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { firstDay, lastDay } from "#lib/core/dates.ts";
import { formOf } from "#lib/imports/forms/sheet-forms.ts";
import { PreviewFilter } from "#lib/imports/input.ts";
import { type IntakePage, intakePage, previewPageRows } from "#lib/imports/queries/imports.ts";
import { chosenOf, classes, isTakeable } from "#lib/imports/rules/diff.ts";
import { sentenceOf } from "#lib/imports/rules/rows.ts";
import { giveUp, takeOver } from "../actions.ts";
import { Chosen } from "./sections/chosen.tsx";
import { MapColumns } from "./sections/map-columns.tsx";
import { Questions } from "./sections/question-list.tsx";
import { RowsTable, signs } from "./sections/rows-table.tsx";
import { Sums } from "./sections/sums-table.tsx";
import { Waiting } from "./sections/waiting.tsx";
import { chosenWords, waitingWords } from "./sections/words.ts";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("intake"))("preview") };
}

/** A file from its arrival to its confirmation: progress, preview by cell, what became of it. */
export default async function Page({ params, searchParams }: Props) {
  const ctx = await context("intake.upload");
  const t = await getTranslations();
  const query = await searchParams;
  const filter = PreviewFilter.parse(query);
  const page = await orNotFound(intakePage(ctx, Number((await params).id) || 0, filter));
  const { intake, state, preview } = page;
  const path = `/intake/${intake.id}`;
  // Targets are of a year, whatever month a register is kept under.
  const when = intake.kind === "villages" ? intake.month?.slice(0, 4) : intake.month;
  const of = [intake.place.name, when].filter(Boolean).join(" ");
  return (
    <>
      <PageHead
        title={t("intake.previewTitle", { form: t(`intake.sheet.${intake.kind}`), of })}
        crumbs={[{ name: t("nav.intake"), href: "/intake" }, { name: intake.fileName }]}
        done={query.done}
      >
        <span className="chip">
          {t("intake.stateIs")} <b>{t(`intake.state.${state}`)}</b>
        </span>
        {preview && (
          <a className="button no-print" href={`${path}/result`} download>
            {t("intake.resultFile")}
          </a>
        )}
        {(state === "ready" || state === "reading") && (
          <Act
            action={giveUp}
            fields={{ intakeId: intake.id, key: `cancel-${intake.id}` }}
            label={t("intake.cancel")}
            confirm={t("intake.cancelAsk", { file: intake.fileName })}
            offline={t("app.notDone")}
          />
        )}
      </PageHead>
      {one(query.again) && state === "ready" && (
        <p role="alert" className="mb-3 rounded-md bg-warn-bg px-4 py-3 font-semibold text-warn">
          {t("refused.intake.stale")}
        </p>
      )}
      {state === "reading" && <Reading id={intake.id} read={page.read} />}
      {(state === "refused" || state === "interrupted" || state === "cancelled") && (
        <Over intake={intake} state={state} />
      )}
      {page.columns && (!preview || one(query.map)) && <MapColumns page={page} columns={page.columns} />}
      {page.columns && preview && !one(query.map) && (
        <p className="no-print mb-3 text-[13px]">
          <Link className="link" href={`${path}?map=1`}>
            {t("intake.mapAgain")}
          </Link>
        </p>
      )}
      {preview && !one(query.map) && (
        <Previewed page={page} preview={preview} filter={filter} query={query} path={path} />
      )}
    </>
  );
}

async function Reading({ id, read }: { id: number; read: number }) {
  const t = await getTranslations("intake");
  return (
    <section className="sheet grid justify-items-center gap-3 px-4 py-12 text-center">
      <Waiting id={id} read={read} words={await wordsFor(waitingWords)} />
      <p className="note">{t("readingHint")}</p>
      <a className="button" href={`/intake/${id}`}>
        {t("refresh")}
      </a>
    </section>
  );
}

type OverProps = Pick<IntakePage, "intake"> & { state: "refused" | "interrupted" | "cancelled" };

/** Why there is nothing to confirm, and what to do next. */
async function Over({ intake, state }: OverProps) {
  const t = await getTranslations("intake");
  const say = await sentenceTranslator();
  const again = withQuery("/intake", {
    kind: intake.kind,
    town: intake.townId?.toString(),
    month: intake.month ?? undefined,
  });
  return (
    <section className="sheet p-5">
      <p
        role="alert"
        className={`rounded-md px-4 py-3 ${state === "cancelled" ? "bg-mute-bg" : "bg-bad-bg text-bad"}`}
      >
        <b className="block font-semibold">{t(`over.${state}`)}</b>
        {intake.refused && <span className="mt-1 block">{say(intake.refused)}</span>}
      </p>
      <Link className="button mt-4" href={intake.townId === null ? "/intake/register" : again}>
        {t("sendAgain")}
      </Link>
    </section>
  );
}

type PreviewProps = {
  page: IntakePage;
  preview: NonNullable<IntakePage["preview"]>;
  filter: PreviewFilter;
  query: Query;
  path: string;
};

async function Previewed({ page: { intake, state, fields }, preview, filter, query, path }: PreviewProps) {
  const t = await getTranslations("intake");
  const say = await sentenceTranslator();
  const notes = intake.content?.notes ?? [];
  const choosable =
    state === "ready" &&
    preview.closed === null &&
    preview.open.length === 0 &&
    preview.takeable.byDefault + preview.takeable.conflicts > 0;
  const boxes = preview.page.filter(isTakeable).map((row) => row.line);
  const form = formOf(intake.kind);
  const asksReason = form.needsReason(
    chosenOf(preview.rows, { left: [], mine: preview.rows.map((row) => row.line) }),
  );
  const pages = Math.ceil(preview.rows.length / previewPageRows);
  const table = (
    <RowsTable
      rows={preview.page}
      fields={fields}
      choosable={choosable}
      taken={intake.outcome && new Set(intake.outcome.taken)}
    />
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5">
      {preview.closed && (
        <p role="alert" className="rounded-md bg-bad-bg px-4 py-3 text-bad">
          <b className="block font-semibold">{t("closed")}</b>
          {say(sentenceOf(preview.closed))}{" "}
          {intake.month && (
            <Link className="link" href={`/filing/${intake.place.code}/${intake.month}`}>
              {t("toMonth")}
            </Link>
          )}
        </p>
      )}
      {state === "confirmed" && <Taken intake={intake} />}
      {state === "ready" && preview.closed === null && (
        <Questions
          intakeId={intake.id}
          asked={preview.asked}
          open={preview.open}
          answers={intake.content?.answers ?? {}}
        />
      )}
      {notes.length > 0 && (
        <section className="sheet bg-warn-bg! px-4 py-3 text-[13px]" aria-label={t("notes")}>
          <ul className="grid list-disc gap-0.5 pl-5">
            {notes.map((note) => (
              <li key={say(note)}>{say(note)}</li>
            ))}
          </ul>
        </section>
      )}
      <nav aria-label={t("byClass")} className="no-print flex flex-wrap gap-2">
        <Link
          className="chip"
          aria-current={filter.class ? undefined : "true"}
          href={withQuery(path, query, { class: undefined, page: undefined, again: undefined })}
        >
          {t("allRows")} <b>{preview.rows.length}</b>
        </Link>
        {classes.toReversed().map(
          (each) =>
            preview.counts[each] > 0 && (
              <Link
                key={each}
                className="chip"
                aria-current={filter.class === each ? "true" : undefined}
                href={withQuery(path, query, { class: each, page: undefined, again: undefined })}
              >
                <span className={`intake-class intake-${each}`}>
                  <span aria-hidden="true">{signs[each]}</span> {t(`class.${each}`)}
                </span>
                <b>{preview.counts[each]}</b>
              </Link>
            ),
        )}
      </nav>
      {preview.sums.length > 0 && <Sums sums={preview.sums} />}
      <div className="sheet">
        {preview.shown === 0 ? (
          <Empty why="noMatch" />
        ) : choosable ? (
          <Form action={takeOver} submitLabel={t("take")} className="intake-form">
            <HiddenField name="intakeId" value={intake.id} />
            <HiddenField name="seen" value={preview.seen} />
            <HiddenField name="key" value={randomUUID()} />
            <HiddenField name="shown" value={boxes.join(",")} />
            {table}
            <div className="mt-3 grid gap-3 px-4">
              <Chosen
                kept={`intake-${intake.id}-${preview.seen}`}
                byDefault={preview.takeable.byDefault}
                shown={boxes}
                words={await wordsFor(chosenWords)}
              />
              {pages > 1 && <p className="note">{t("otherPages")}</p>}
              {asksReason && (
                <TextField name="reason" label={t("reason")} hint={t("reasonHint")} className="max-w-xl" />
              )}
            </div>
          </Form>
        ) : (
          <>
            {table}
            {state === "ready" && preview.closed === null && (
              <p className="px-4 py-3 text-ink-2">
                {t(preview.open.length > 0 ? "questions.first" : "nothingToTake")}
              </p>
            )}
          </>
        )}
        <Pager
          path={path}
          query={{ ...query, again: undefined }}
          page={filter.page}
          pageSize={previewPageRows}
          count={preview.shown}
        />
      </div>
    </div>
  );
}

/** Where what was taken over can be seen. */
async function Taken({ intake }: { intake: IntakePage["intake"] }) {
  const t = await getTranslations();
  const town = intake.townId?.toString();
  const month = intake.month ?? undefined;
  const days = month && { from: firstDay(month), to: lastDay(month) };
  const leads = {
    income: withQuery("/income", { town, month }),
    reports: "/projects",
    funding: withQuery("/funding/postings", { node: intake.place.code, ...days }),
    projects: "/projects",
    villages: "/villages",
  }[intake.kind];
  return (
    <p className="flex flex-wrap items-center gap-3 rounded-md bg-ok-bg px-4 py-3 text-[#096b46]">
      <b className="font-semibold">{t("intake.takenRows", { count: intake.outcome?.taken.length ?? 0 })}</b>
      <Link className="link" href={leads}>
        {t(`intake.look.${intake.kind}`)}
      </Link>
    </p>
  );
}
