import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Name } from "#app/_parts/division/name.tsx";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, TextArea } from "#app/_ui/form-fields.tsx";
import { Link } from "#app/_ui/link.tsx";
import { PrintButton } from "#app/_ui/print-button.tsx";
import { QrCode } from "#app/_ui/qr-code.tsx";
import type { Query } from "#app/_ui/search-params.ts";
import { end } from "#app/(desk)/board/meetings/actions.ts";
import { CommentList } from "#app/(desk)/board/meetings/sections/comment-list.tsx";
import { ItemState } from "#app/(desk)/board/meetings/sections/item-state.tsx";
import { crumbsOf } from "#app/(desk)/projects/sections/crumbs.ts";
import { may } from "#lib/access/policy.ts";
import { headOnPaper, verifyUrl } from "#lib/audit/rules/paper-head.ts";
import { completenessInWords, viewInWords } from "#lib/core/columns.ts";
import { minuteOf } from "#lib/core/dates.ts";
import { readEnv } from "#lib/core/env.ts";
import { type Meeting, type MeetingRoom, meetingRoom } from "#lib/meetings/queries/meetings.ts";
import { Agenda } from "./sections/agenda-table.tsx";
import { figuresInWords } from "./sections/figures-in-words.ts";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meeting"))("minutesOf") };
}

/** Agenda and minutes of a meeting, made to be printed on A4 and signed. */
export default async function Page({ params, searchParams }: Props) {
  const query = await searchParams;
  const ctx = await pageContext("board.read", query);
  const room = await orNotFound(meetingRoom(ctx, Number((await params).id) || 0));
  const { meeting } = room;
  const t = await getTranslations();
  const to = `/board/meetings/${meeting.id}`;
  const mayEnd =
    meeting.endedAt === null && may(ctx.actor, "meeting.end", { divisionCode: meeting.division.code });
  return (
    <div className="mx-auto max-w-4xl">
      <PageHead
        title={`${meeting.title} · ${t("meeting.minutesOf")}`}
        crumbs={
          await crumbsOf(ctx, meeting.division.id, [
            { name: t("views.meetings"), href: `/board/meetings?node=${meeting.division.code}` },
          ])
        }
        day={{ path: `${to}/minutes`, query }}
        done={query.done}
      >
        <Link className="button no-print" href={to}>
          {t(meeting.endedAt === null ? "meeting.back" : "meeting.review")}
        </Link>
        <PrintButton label={t("app.print")} />
      </PageHead>
      <article className="sheet grid grid-cols-[minmax(0,1fr)] gap-6 p-6 max-phone:p-4 print:gap-4 print:p-0">
        <Particulars room={room} />
        <Agenda room={room} />
        <Discussed room={room} />
        <section>
          <h2 className="mb-1.5">{t("meeting.conclusion")}</h2>
          <p className="whitespace-pre-wrap">{meeting.conclusion || t("meeting.notEnded")}</p>
        </section>
        <Signatures />
      </article>
      {mayEnd && <End meeting={meeting} />}
    </div>
  );
}

async function Particulars({ room }: { room: MeetingRoom }) {
  const { meeting, board, late } = room;
  const t = await getTranslations();
  const time = (at: string) => minuteOf(at);
  const when =
    meeting.endedAt === null
      ? t("meeting.since", { from: time(meeting.startedAt) })
      : t("meeting.until", { from: time(meeting.startedAt), to: time(meeting.endedAt) });
  const { filed, villages, reports } = board.totals;
  const rows: [string, ReactNode][] = [
    [t("meeting.place"), <Name key="place" of={board.node.name} />],
    [t("meeting.time"), when],
    [t("meeting.host"), meeting.personName],
    ...(await figuresInWords(board)),
    [
      t("meeting.completeness"),
      t("meeting.completenessOf", {
        complete: completenessInWords(board.month, { villages, ...filed }, t),
        ...reports,
      }),
    ],
    [
      t("board.basis"),
      t("meeting.basisLine", { ...viewInWords(board.view, t), at: time(meeting.startedAt) }),
    ],
    [t("meeting.trail"), t("meeting.trailOf", { seq: meeting.headSeq, hash: headOnPaper(meeting.headHash) })],
  ];
  const { headSeq: seq, headHash: hash } = meeting;
  return (
    <section>
      <QrCode
        text={verifyUrl({ origin: readEnv().origin, seq, hash })}
        label={t("meeting.verifyQr")}
        className="only-print float-right -mt-1 ml-4 w-24"
      />
      <h2 className="mb-2">
        {t("meeting.figures")}{" "}
        <small className="note ml-2 font-normal">
          {t("meeting.unit", { unit: t(`unit.${await unitOf()}`) })}
        </small>
      </h2>
      <dl className="table w-full border-t border-line">
        {rows.map(([label, value]) => (
          <div key={label} className="table-row">
            <dt className="table-cell whitespace-nowrap border-line border-b py-1 pr-5 text-ink-2">
              {label}
            </dt>
            <dd className="table-cell w-full border-line border-b py-1">{value}</dd>
          </div>
        ))}
      </dl>
      {late > 0 && <p className="mt-2 text-[13px] text-warn">{t("meeting.late", { count: late })}</p>}
    </section>
  );
}

async function Discussed({ room }: { room: MeetingRoom }) {
  const t = await getTranslations("meeting");
  const items = [
    ...room.agenda
      .map((each, at) => ({ ...each, where: t("agendaNumber", { at: at + 1 }), name: nameOf(each.item) }))
      .filter(({ comments }) => comments.length > 0),
    ...room.others.map((each) => ({ ...each, where: t("offAgenda") })),
  ];
  return (
    <section>
      <h2 className="mb-1.5">{t("discussed")}</h2>
      {items.length === 0 && <p className="text-ink-2">{t("discussedNone")}</p>}
      <ol className="grid gap-3">
        {items.map(({ item, comments, name, where }) => (
          <li key={comments[0]?.id} className="keep border-t border-line pt-2">
            <h3 className="font-semibold">
              {name} <small className="note ml-1 font-normal">{where}</small>
            </h3>
            {item && (
              <p className="mb-1.5 text-[13px] text-ink-2">
                {item.kind === "project" && (
                  <span className="mr-2">
                    <LightMark light={item.project.light} />
                  </span>
                )}
                <ItemState item={item} year={room.board.year} />
              </p>
            )}
            <CommentList comments={comments} within={room.meeting.id} />
          </li>
        ))}
      </ol>
    </section>
  );
}

const nameOf = (item: MeetingRoom["agenda"][number]["item"]) =>
  item.kind === "project" ? item.project.name : item.village.name;

/** Lines to sign on: what paper is for. */
async function Signatures() {
  const t = await getTranslations("meeting");
  return (
    <section className="only-print keep">
      <p className="mb-[28mm]">{t("sign")}</p>
      <div className="grid grid-cols-3 gap-6">
        {(["signHost", "signRecorder", "signDate"] as const).map((line) => (
          <p key={line} className="border-b border-ink pb-1">
            {t(line)}
          </p>
        ))}
      </div>
    </section>
  );
}

async function End({ meeting }: { meeting: Meeting }) {
  const t = await getTranslations("meeting");
  return (
    <section className="sheet no-print mt-3.5 p-4">
      <h2 className="mb-2">{t("endTitle")}</h2>
      <Form
        action={end}
        draft={`meeting-${meeting.id}`}
        submitLabel={t("end")}
        short
        className="grid gap-2.5"
      >
        <HiddenField name="key" value={randomUUID()} />
        <HiddenField name="meetingId" value={meeting.id} />
        <HiddenField name="version" value={meeting.version} />
        <TextArea name="conclusion" label={t("conclusion")} hint={t("conclusionHint")} required rows={4} />
        <p className="note">{t("endHint")}</p>
      </Form>
    </section>
  );
}
