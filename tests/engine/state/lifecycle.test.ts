import { expect } from 'chai';
import { ELEMENT_LIFECYCLE, isEnded } from '../../../engine/state/index.ts';
import { assertElementTransition, assertInstanceTransition } from '../../../engine/state/lifecycle.ts';

describe('the lifecycle', () => {
  it('of an element instance never goes back', () => {
    expect(ELEMENT_LIFECYCLE.completing).to.deep.equal(['cancelling']);
    expect(() => assertElementTransition('5', 'active', 'entering')).to.throw(
      'may follow active for element instance 5, but found entering',
    );
    expect(() => assertElementTransition('5', 'entering', 'active')).to.not.throw();
  });

  it('of a process instance ends for good', () => {
    expect(['completed', 'terminated', 'cancelled'].every((status) => isEnded(status as 'completed'))).to.equal(true);
    expect(isEnded('suspended')).to.equal(false);
    expect(() => assertInstanceTransition('i', 'completed', 'active')).to.throw('may follow completed');
    expect(() => assertInstanceTransition('i', 'suspended', 'active')).to.not.throw();
  });
});
