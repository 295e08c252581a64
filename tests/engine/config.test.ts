import { expect } from 'chai';
import { readConfig, settings } from '../../engine/config.ts';

const problemOf = (environment: Readonly<Record<string, string>>): string => {
  try {
    readConfig(environment);
    return '';
  } catch (error) {
    return String(error);
  }
};

describe('The settings', () => {
  it('need nothing: every one has a default or is optional', () => {
    expect(readConfig({})).to.include({
      port: 8080,
      host: '127.0.0.1',
      dataDirectory: '.lanework',
      databaseUrl: null,
      redisUrl: null,
      demo: null,
    });
  });

  it('refuse a LANEWORK_ variable that does not exist, by its name', () => {
    expect(problemOf({ LANEWORK_DTA: '/srv' })).to.contain('but found LANEWORK_DTA');
  });

  it('refuse wrong values, all of them at once, without repeating a value that may be a secret', () => {
    const problem = problemOf({ PORT: 'http', DATABASE_URL: 'mysql://root:geheim@db/x', LANEWORK_DEMO: 'yes' });
    for (const name of ['PORT', 'DATABASE_URL', 'LANEWORK_DEMO']) expect(problem).to.contain(name);
    expect(problem).not.to.contain('geheim');
  });

  it('allow failpoints only for tests', () => {
    expect(problemOf({ LANEWORK_FAILPOINT: 'before-commit=1' })).to.contain('LANEWORK_FAILPOINTS=on');
    expect(readConfig({ LANEWORK_FAILPOINT: 'before-commit=1', NODE_ENV: 'test' }).failpoints).to.equal('before-commit=1');
  });

  it('are each described', () => {
    for (const setting of settings) expect(setting.description, setting.name).to.have.length.greaterThan(10);
  });
});
