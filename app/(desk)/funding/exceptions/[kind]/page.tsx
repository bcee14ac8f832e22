import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Name } from "#app/_parts/division/name.tsx";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, SelectField, TextArea, TextField } from "#app/_ui/form-fields.tsx";
import { Link } from "#app/_ui/link.tsx";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { assign, explain } from "#app/(desk)/funding/actions.ts";
import { LedgerTable } from "#app/(desk)/funding/sections/ledger-table.tsx";
import { exceptionPath } from "#app/(desk)/funding/sections/selection.ts";
import { exceptionKinds } from "#db/schema/funding.ts";
import { may } from "#lib/access/policy.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { minuteOf } from "#lib/core/dates.ts";
import { formatFen } from "#lib/core/money.ts";
import { actsOn, assigneesOf, type ExceptionAct } from "#lib/funding/queries/assignees.ts";
import { type Exception, exceptionOf } from "#lib/funding/queries/exceptions.ts";
import { postingsBehind } from "#lib/funding/queries/ledger.ts";
import { mayExplain } from "#lib/funding/rules/assignee.ts";
import { Said } from "../sections/exception-table.tsx";
import { KindMark, OwnerName, sentenceOf } from "../sections/exception-words.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("exceptions"))("name") };
}

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ kind: string }>;
  searchParams: Promise<Query>;
}) {
  const query = await searchParams;
  const ctx = await pageContext("funding.read", query, "all");
  const t = await getTranslations();
  const asked = (await params).kind;
  const kind = exceptionKinds.find((each) => each === asked) ?? notFound();
  const exception = await orNotFound(exceptionOf(ctx, kind, one(query.key) ?? ""));
  const { project, town, source, owner, state, key } = exception;
  const postings = await postingsBehind(ctx, exception);
  const at = { divisionCode: town.code };
  const explainable =
    kind !== "explained" && may(ctx.actor, "exception.explain", at) && mayExplain(ctx.actor, owner);
  return (
    <>
      <PageHead
        title={t(`exceptions.kind.${kind}`)}
        crumbs={[
          { name: t("nav.funding"), href: "/funding" },
          { name: t("exceptions.name"), href: "/funding/exceptions" },
        ]}
        day={{ path: `/funding/exceptions/${kind}`, query }}
        done={query.done}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3.5 lg:grid-cols-2">
        <section className="sheet p-4">
          <p className="mb-2 flex flex-wrap items-center gap-2">
            <KindMark exception={exception} />
            <span className="text-ink-2">{t(`exceptions.state.${state}`)}</span>
          </p>
          <p className="kpi-number mb-1">
            {formatFen(exception.amountFen)}
            <small>{t("unit.yuan")}</small>
          </p>
          <p className="mb-3">{sentenceOf(t, exception)}</p>
          <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
            <dt className="text-ink-2">{t("funding.project")}</dt>
            <dd>
              <Link
                className="link"
                href={`/projects/${project.id}`}
              >{`${project.number} ${project.name}`}</Link>
            </dd>
            <dt className="text-ink-2">{t("level.town")}</dt>
            <dd>
              <Name of={town.name} />
            </dd>
            <dt className="text-ink-2">{t("funding.sourceLabel")}</dt>
            <dd>{source === null ? "—" : t(`funding.source.${source}`)}</dd>
            <dt className="text-ink-2">{t("exceptions.since")}</dt>
            <dd>
              {exception.sinceOn} · {t("exceptions.age", { days: exception.ageDays })}
            </dd>
            <dt className="text-ink-2">{t("exceptions.ownerLabel")}</dt>
            <dd>
              <OwnerName exception={exception} today={today(ctx)} />
            </dd>
          </dl>
          <Said row={exception} />
        </section>
        {explainable && <Explain exception={exception} />}
        {may(ctx.actor, "exception.assign", at) && kind !== "explained" && (
          <Assign ctx={ctx} exception={exception} />
        )}
        {may(ctx.actor, "funding.post", at) && <Correct exception={exception} />}
        {postings.length > 0 && (
          <section className="sheet lg:col-span-2">
            <div className="sheet-head mb-2">
              <h2>{t("exceptions.postings")}</h2>
              <Link
                className="link text-[13px]"
                href={withQuery("/funding/postings", {
                  project: String(project.id),
                  source: source ?? undefined,
                  approvedOnly: "false",
                })}
              >
                {t("exceptions.allPostings")}
              </Link>
            </div>
            <LedgerTable rows={postings} ofVillage={false} />
          </section>
        )}
        <Acts acts={await actsOn(ctx, { kind, key, figures: exception.figures })} />
      </div>
    </>
  );
}

/** What both forms say of the exception that they are about. */
const About = ({ exception: { kind, key, figures } }: { exception: Exception }) => (
  <>
    <HiddenField name="kind" value={kind} />
    <HiddenField name="exception" value={key} />
    <HiddenField name="figures" value={figures} />
    <HiddenField name="key" value={randomUUID()} />
  </>
);

async function Explain({ exception }: { exception: Exception }) {
  const t = await getTranslations("exceptions");
  return (
    <section className="sheet no-print p-4">
      <h2 className="mb-3">{t("explain")}</h2>
      <Form
        action={explain}
        draft={`explain-${exception.kind}-${exception.key}`}
        submitLabel={t("explainSubmit")}
        cancelTo="/funding/exceptions"
        short
      >
        <About exception={exception} />
        <TextArea name="explanation" label={t("explanation")} hint={t("explanationHint")} required rows={3} />
      </Form>
    </section>
  );
}

async function Assign({ ctx, exception }: { ctx: Ctx; exception: Exception }) {
  const t = await getTranslations("exceptions");
  const people = await assigneesOf(ctx, exception.town.code);
  return (
    <section className="sheet no-print p-4">
      <h2 className="mb-3">{t("assign")}</h2>
      <Form
        action={assign}
        submitLabel={t("assignSubmit")}
        cancelTo={exceptionPath(exception.kind, exception.key)}
        short
      >
        <About exception={exception} />
        <div className="grid gap-3 sm:grid-cols-2">
          <SelectField
            name="ownerId"
            label={t("person")}
            required
            value={exception.owner.person?.id.toString() ?? people[0]?.id.toString()}
            choices={people.map(({ id, name, post }) => ({
              value: String(id),
              label: post ? `${name} · ${post}` : name,
            }))}
          />
          <TextField
            name="dueOn"
            label={t("due")}
            type="date"
            required
            value={exception.owner.dueOn ?? undefined}
          />
        </div>
      </Form>
    </section>
  );
}

/**
 * Where what is wrong is put right: a reversal of what was posted, a posting of what is missing, the
 * project's own form.
 */
async function Correct({ exception: { kind, project } }: { exception: Exception }) {
  const t = await getTranslations("exceptions");
  return (
    <section className="sheet no-print p-4">
      <h2 className="mb-1">{t("correct")}</h2>
      <p className="note mb-3">{t("correctNote")}</p>
      {kind === "bothLists" ? (
        <Link className="button" href={`/projects/${project.id}/edit`}>
          {t("openProject")}
        </Link>
      ) : (
        <Link className="button" href={`/funding/new?project=${project.id}`}>
          {t("postMissing")}
        </Link>
      )}
    </section>
  );
}

async function Acts({ acts }: { acts: ExceptionAct[] }) {
  const t = await getTranslations("exceptions");
  if (acts.length === 0) return null;
  return (
    <section className="sheet p-4 lg:col-span-2">
      <h2 className="mb-2">{t("acts")}</h2>
      <ol className="grid gap-2">
        {acts.map((act) => (
          <li key={act.id}>
            <span className="text-ink-2">
              {minuteOf(act.recordedAt)} · {act.personName}
            </span>{" "}
            <b>{t(`act.${act.act}`)}</b>{" "}
            {act.act === "assign"
              ? `${act.ownerName}${act.dueOn ? ` · ${t("dueOn", { on: act.dueOn })}` : ""}`
              : act.explanation}
            {act.act === "explain" && !act.ofThese && (
              <span className="ml-2 text-warn">▲ {t("outdated")}</span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
