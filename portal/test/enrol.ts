import type { Program } from './program.ts';

/** Somebody whom no other test has met, with points given by hand where they are asked for. Gives the member. */
export async function enrolWith(program: Program, givenName: string, phone: string, points?: string): Promise<string> {
  const { admin } = program.demo;
  const joins = { reference: `enrol-${phone}`, program: 'club', channel: 'web', phone };
  const profile = { givenName, familyName: 'Vega' };
  const { member } = await program.ask<{ member: string }>('POST /v1/members', { ...joins, profile }, admin);
  if (points !== undefined) {
    const gift = { program: 'club', member: { member }, walletType: 'points', points, reason: 'goodwill' };
    await program.ask('POST /v1/adjustments', { reference: `given-${phone}`, ...gift }, admin);
  }
  return member;
}
