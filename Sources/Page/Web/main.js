/** Shows the title and the number of rows of each map. */
const description = JSON.parse(document.getElementById("page-data").textContent);
document.getElementById("title").textContent = description.title;
for (const set of description.sets) {
  const item = document.createElement("li");
  item.textContent = `${set.name}: ${set.rows} ${set.noun[set.rows === 1 ? 0 : 1]}`;
  document.getElementById("sets").append(item);
}
