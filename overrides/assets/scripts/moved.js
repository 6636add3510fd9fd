/* On a page that has moved: go where its link leads, to the paragraph that was asked for. Without scripts the page goes
   on by itself, to the top. */
location.replace(document.querySelector("main a").href + location.hash);
