/** What is done with saved views; each is one statement. */
export { addView, changeView, dropView, findViews } from './store/saved-view.ts';
