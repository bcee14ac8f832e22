export { answerSignIn as POST } from "#app/_server/session/sign-in.ts";
