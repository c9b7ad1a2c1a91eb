/** A mistake, said in a sentence where the wrong argument stands: the compiler prints it as part of its own message. */
export interface MillraceTypeError<Message extends string> {
  readonly "~error": Message
}
