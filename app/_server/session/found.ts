import { notFound } from "next/navigation";
import { NotFound } from "#lib/core/errors.ts";

/**
 * What a page reads of one thing: what is not there or lies outside the reader's area is a page that is not
 * found.
 */
export async function orNotFound<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof NotFound) notFound();
    throw error;
  }
}
