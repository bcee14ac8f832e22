import { Link } from "#app/_ui/link.tsx";
import { minuteOf } from "#lib/core/dates.ts";
import type { Comment } from "#lib/meetings/queries/meetings.ts";

/** What was said, by whom and when; the meeting is named unless the page is that meeting's. */
export async function CommentList({ comments, within }: { comments: readonly Comment[]; within?: number }) {
  return (
    <ul className="grid gap-2.5">
      {comments.map(({ id, text, personName, recordedAt, meeting }) => (
        <li key={id} className="keep">
          <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</p>
          <p className="note">
            {personName} · <time dateTime={recordedAt}>{minuteOf(recordedAt)}</time>
            {meeting && meeting.id !== within && (
              <>
                {" · "}
                {meeting.inScope ? (
                  <Link className="link" href={`/board/meetings/${meeting.id}/minutes`}>
                    {meeting.title}
                  </Link>
                ) : (
                  meeting.title
                )}
              </>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}
