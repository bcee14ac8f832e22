import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { Name } from "#app/_parts/division/name.tsx";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, TextField } from "#app/_ui/form-fields.tsx";
import { Link } from "#app/_ui/link.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { crumbsOf } from "#app/(desk)/projects/sections/crumbs.ts";
import { may } from "#lib/access/policy.ts";
import { BoardFilter } from "#lib/board/input.ts";
import type { Month } from "#lib/core/dates.ts";
import { minuteOf } from "#lib/core/dates.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import { type Meeting, meetingsOf } from "#lib/meetings/queries/meetings.ts";
import { monthToRead } from "#lib/periods/queries/month-at-work.ts";
import { BoardViews } from "../sections/views.tsx";
import { start } from "./actions.ts";
import { Ended } from "./sections/ended.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meeting"))("title") };
}

/** 研究点评会议: the one that is running on top, where one is started, and those that have ended. */
export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("board.read", query, "all");
  const t = await getTranslations("meeting");
  const { node, meetings } = await orNotFound(meetingsOf(ctx, BoardFilter.parse(query).node));
  const running = meetings.filter((meeting) => meeting.endedAt === null);
  const ended = meetings.filter((meeting) => meeting.endedAt !== null);
  const mayStart =
    node.level !== "village" &&
    may(ctx.actor, "meeting.start", { divisionCode: node.code }) &&
    !running.some((meeting) => meeting.division.id === node.id);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5">
      <div className="-mb-3.5">
        <PageHead
          title={t("listOf", { place: node.name })}
          crumbs={await crumbsOf(ctx, node.id)}
          day={{ path: "/board/meetings", query }}
          done={one(query.done)}
        />
      </div>
      <BoardViews query={query} now="meetings" />
      {running.map((meeting) => (
        <Running key={meeting.id} meeting={meeting} />
      ))}
      {mayStart && <Start node={node} month={await monthToRead(ctx)} />}
      {meetings.length === 0 && (
        <div className="sheet px-4 py-8 text-center text-ink-2">
          <p>{t("none")}</p>
          <p className="note mt-1">{t("noneHint")}</p>
        </div>
      )}
      {ended.length > 0 && <Ended meetings={ended} />}
    </div>
  );
}

async function Running({ meeting }: { meeting: Meeting & { comments: number } }) {
  const t = await getTranslations("meeting");
  return (
    <section className="sheet flex flex-wrap items-center gap-x-4 gap-y-2 border-l-4 border-l-brand px-4 py-3.5">
      <div className="min-w-0">
        <p className="text-xs font-semibold text-brand-ink">
          ● {t("running")} · <Name of={meeting.division.name} />
        </p>
        <h2 className="text-lg">{meeting.title}</h2>
        <p className="note">
          {t("frozenAt", { at: minuteOf(meeting.startedAt) })} · {t("by")} {meeting.personName} ·{" "}
          {t("comments")} {t("commentCount", { count: meeting.comments })}
        </p>
      </div>
      <span className="no-print ml-auto flex flex-wrap gap-2">
        <Link className="button" href={`/board/meetings/${meeting.id}/minutes`}>
          {t("minutes")}
        </Link>
        <Link className="button button-primary" href={`/board/meetings/${meeting.id}`}>
          {t("enter")}
        </Link>
      </span>
    </section>
  );
}

async function Start({ node, month }: { node: Division; month: Month }) {
  const t = await getTranslations("meeting");
  const title = t("defaultTitle", {
    place: node.shortName,
    year: month.slice(0, 4),
    month: String(Number(month.slice(5))),
  });
  return (
    <section className="sheet no-print p-4">
      <h2 className="mb-2">{t("startTitle")}</h2>
      <Form action={start} submitLabel={t("start")} short className="grid max-w-2xl gap-2.5">
        <HiddenField name="key" value={randomUUID()} />
        <HiddenField name="node" value={node.code} />
        <TextField name="title" label={t("name")} value={title} hint={t("startHint")} required />
      </Form>
    </section>
  );
}
