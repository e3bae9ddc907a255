import { DateInput, DateTimePicker, type DateInputProps, type DateTimePickerProps } from '@mantine/dates';
import { useTranslation } from 'react-i18next';
import { typedDay } from './typed-day.ts';

// As days and moments stand everywhere else in that language.
const DAYS: Readonly<Record<string, string>> = { es: 'DD/MM/YYYY' };
const USUAL_DAY = 'MMM D, YYYY';

const useDayFormat = (): string => DAYS[useTranslation().i18n.language] ?? USUAL_DAY;

/** A day of a calendar, written as the language of the screen writes it, and read however it is typed. */
export const DayInput = (props: DateInputProps) => (
  <DateInput {...props} valueFormat={useDayFormat()} dateParser={typedDay} />
);

/** A day with its time, written in the same way. */
export const InstantInput = (props: DateTimePickerProps) => (
  <DateTimePicker {...props} valueFormat={`${useDayFormat()} HH:mm`} />
);
