import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import type { MeetingRoom } from "#lib/meetings/queries/meetings.ts";
import { AgendaStrip } from "./agenda-strip.tsx";

type Props = { room: MeetingRoom; at: number; places: string[] };

/** The way to the item before and the next, with the agenda between them. */
export async function PresenterFoot({ room, at, places }: Props) {
  const t = await getTranslations("meeting");
  return (
    <footer className="presenter-foot">
      <Step href={places[at - 1]} label={t("previous")} sign="←" />
      <AgendaStrip room={room} at={at} places={places} />
      <Step href={places[at + 1]} label={t(at === room.agenda.length ? "toMinutes" : "next")} sign="→" />
    </footer>
  );
}

function Step({ href, label, sign }: { href: string | undefined; label: string; sign: "←" | "→" }) {
  const words = (
    <>
      {sign === "←" && <span aria-hidden="true">←</span>}
      <span className="max-phone:sr-only">{label}</span>
      {sign === "→" && <span aria-hidden="true">→</span>}
    </>
  );
  if (!href) return <span className="button presenter-button invisible">{words}</span>;
  return (
    <Link className={`button presenter-button ${sign === "→" ? "button-primary" : ""}`} href={href}>
      {words}
    </Link>
  );
}
