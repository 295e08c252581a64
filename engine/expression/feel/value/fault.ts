/**
 * Thrown by a built-in function whose arguments do not fit it. In decisions the call is then null (DMN 1.5, 10.3.2.13.4); in processes it is a failure.
 */
export class Misfit extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Misfit';
  }
}
