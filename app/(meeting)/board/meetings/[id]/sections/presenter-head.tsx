import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { withQuery } from "#app/_ui/search-params.ts";
import { minuteOf } from "#lib/core/dates.ts";
import type { MeetingRoom } from "#lib/meetings/queries/meetings.ts";
import { FullScreen } from "./keys.tsx";

/** What is shown, how it stood when the meeting began, and the ways out. */
export async function PresenterHead({
  room: { meeting },
  demonstration,
}: {
  room: MeetingRoom;
  demonstration: boolean;
}) {
  const t = await getTranslations();
  const time = (instant: string) => minuteOf(instant);
  return (
    <header className="presenter-head">
      <p className="min-w-0 flex-1 basis-60">
        <b className="block truncate">{meeting.title}</b>
        <span className="note block">
          <Name of={meeting.division.name} /> · {t("meeting.frozenAt", { at: time(meeting.startedAt) })}
          {meeting.endedAt !== null && ` · ${t("meeting.ended", { at: time(meeting.endedAt) })}`}
        </span>
      </p>
      {demonstration && (
        <span className="rounded bg-demo-bg px-2 py-0.5 text-xs text-demo">{t("app.demo")}</span>
      )}
      <span className="note max-xl:hidden">{t("meeting.keys")}</span>
      <FullScreen label={t("meeting.fullScreen")} />
      <Link className="button presenter-button" href={`/board/meetings/${meeting.id}/minutes`}>
        {t("meeting.minutes")}
      </Link>
      <Link
        className="button presenter-button"
        href={withQuery("/board/meetings", { node: meeting.division.code })}
      >
        {t("meeting.leave")}
      </Link>
    </header>
  );
}
