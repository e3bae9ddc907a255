import { useState } from 'react';
import { newReference } from '../../api/ask.ts';

/** The name of the act that a sheet is open for: pressing twice, or again after silence, does it once. */
export const useReference = (): string => useState(newReference)[0];
