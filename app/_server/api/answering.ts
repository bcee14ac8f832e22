import { headers } from "next/headers";

export const answeringHeader = "x-answering";

/**
 * Is the page drawn with what a form without JavaScript is refused for? What is done leads on, and is said by
 * the page it leads to.
 */
export const isAnswering = async (): Promise<boolean> => (await headers()).has(answeringHeader);
