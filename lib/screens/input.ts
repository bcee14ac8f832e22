import { z } from "zod";
import { idText, keyText, requiredText } from "#lib/core/fields.ts";

export const CreateScreen = z.object({ name: requiredText(60), scopeId: idText, key: keyText });
export type CreateScreen = z.output<typeof CreateScreen>;

export const RevokeScreen = z.object({ screenId: idText, key: keyText });
export type RevokeScreen = z.output<typeof RevokeScreen>;
