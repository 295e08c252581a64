/**
 * A step of an element cannot be done and needs a person: an expression fails, no flow can be taken, a reference does not resolve.
 * Thrown by behaviours and caught in one place, `attempt`, which turns it into an incident of the element instance.
 */
export class ElementFailure extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'ElementFailure';
    this.code = code;
  }
}
