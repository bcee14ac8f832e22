import type { Participant } from "../queries/status.ts";

/** As an audit event and a list show them: 梧侣 60%、西山 40%; alone without its 100 %. */
export const participantsInWords = (participants: readonly Participant[], separator = "、"): string =>
  participants.length === 1
    ? (participants[0]?.name ?? "")
    : participants.map((row) => `${row.name} ${row.shareBp / 100}%`).join(separator);
