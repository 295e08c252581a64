import { expect } from 'chai';
import { heatMeasure, heatOf } from '../../../modules/monitor/ui/heat.ts';

const element = (visits: number, medianMs: number | null) => ({
  // Of all instances, where the visits are those of a sample: what is compared must not depend on it.
  active: visits === 5 ? 1_000 : 0,
  incidents: 0,
  completed: 0,
  cancelled: 0,
  visits,
  medianMs,
  p90Ms: medianMs,
});

describe('the heat map', () => {
  it('is off unless a known measure is asked for', () => {
    expect([heatMeasure(undefined), heatMeasure('nonsense'), heatMeasure('count'), heatMeasure('duration')]).to.deep.equal([
      'off',
      'off',
      'count',
      'duration',
    ]);
    expect(heatOf({ A: element(5, 5_000) }, 'off')).to.deep.equal({});
  });

  it('compares how often elements ran with the busiest one', () => {
    expect(heatOf({ A: element(10, null), B: element(5, null), C: element(0, null) }, 'count')).to.deep.equal({ A: 1, B: 0.5 });
  });

  it('leaves out what passes too quickly to be noticed, and still shows minutes beside weeks', () => {
    const heat = heatOf({ Gateway: element(9, 3), Minutes: element(9, 300_000), Weeks: element(9, 1_209_600_000) }, 'duration');
    expect(heat).to.have.keys('Minutes', 'Weeks');
    expect(heat['Weeks']).to.equal(1);
    expect(heat['Minutes']).to.be.greaterThan(0.4).and.lessThan(0.8);
  });

  it('shows nothing where nothing ran', () => {
    expect(heatOf({ A: element(0, null) }, 'count')).to.deep.equal({});
  });
});
