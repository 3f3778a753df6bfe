import { useState } from 'react';
import { chooseTheme, chosenTheme, type Theme } from '../../shared/theme/theme';

const choices: readonly (readonly [Theme, string])[] = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

export function ThemeChoice() {
  const [theme, setTheme] = useState(chosenTheme);
  return (
    <fieldset className="choice">
      <legend className="visually-hidden">Theme</legend>
      {choices.map(([value, label]) => (
        <label key={value} className="choice-option">
          <input
            type="radio"
            name="theme"
            value={value}
            checked={theme === value}
            onChange={() => {
              chooseTheme(value);
              setTheme(value);
            }}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
