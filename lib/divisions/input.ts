import { z } from "zod";
import { idText, keyText, optionalText, versionText } from "#lib/core/fields.ts";

/**
 * What a town and the office keep about a village beside its figures. The contact is a post, never a private
 * person.
 */
export const EditVillage = z.object({
  villageId: idText,
  version: versionText,
  plan: optionalText(2000),
  contact: optionalText(50),
  contactPhone: optionalText(30),
  key: keyText,
});
export type EditVillage = z.infer<typeof EditVillage>;
